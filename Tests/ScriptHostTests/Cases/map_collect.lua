-- With failures = "collect" every item runs, and failures are in the results.
-- expect: ok

local results = graphene.map({ "a", "b", "c" }, function(name)
  if name == "b" then graphene.fail("b is broken", { code = "unhealthy" }) end
  return name
end, { failures = "collect" })
assert(#results == 3 and results.ok_count == 2 and results.failed_count == 1)
local failed = results:failed()
assert(#failed == 1 and failed[1].item == "b" and failed[1].err.code == "unhealthy")
assert(results[2].ok == false and results[2].err.message == "b is broken")
