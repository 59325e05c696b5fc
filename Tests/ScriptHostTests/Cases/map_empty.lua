-- map of nothing gives empty results.
-- expect: ok

local results = graphene.map({}, error)
assert(#results == 0 and results.ok_count == 0 and results.failed_count == 0)
assert(results:raise() == results)
