-- A deferred function may have effects.
-- expect: ok
-- expect-output: orders

graphene.defer(function() print(graphene.db("production/orders").name) end)
