-- Results:raise fails with partial when more failed than allowed, and lists them.
-- expect: ok

local results = graphene.map({ 1, 2, 3 }, function(n)
  if n > 1 then error("number " .. n, 0) end
end, { failures = "collect" })
assert(results:raise { allow = 2 } == results)
local ok, err = pcall(results.raise, results, { allow = 1 })
assert(not ok and err.code == "partial" and err.message:find("number 3", 1, true), tostring(err))
