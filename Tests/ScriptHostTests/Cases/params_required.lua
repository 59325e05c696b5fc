-- A required parameter that was not given ends the run before any effect.
-- expect: error usage
-- expect-message: db

graphene.params { db = { type = "database", required = true } }
