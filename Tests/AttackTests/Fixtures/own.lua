-- A module of the victim's own, whose functions have its rights.
return { delete = graphene.delete, pause = function(db) return db:pause() end }
