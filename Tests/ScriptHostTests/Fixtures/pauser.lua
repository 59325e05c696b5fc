-- Pauses a database, and tells all that a script can tell.
local p = graphene.params { db = { type = "database", required = true } }
print("before")
graphene.confirm("sure?")
graphene.output("channel", graphene.env("CHANNEL"))
graphene.sleep("1m")
graphene.pause(p.db)
return "paused"
