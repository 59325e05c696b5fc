-- The first error wins over a deferred function's, and the other handlers still run.
-- expect: error not_found
-- expect-output: ran last

graphene.defer(function() print("ran last") end)
graphene.defer(function() error("cannot tidy up") end)
graphene.db("production/no_such_database")
