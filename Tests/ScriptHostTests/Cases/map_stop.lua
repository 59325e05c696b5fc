-- By default the first failure stops a map: what runs is cancelled, the rest never starts.
-- expect: ok

local started, cleaned = {}, {}
local ok, err = pcall(graphene.map, { 1, 2, 3, 4 }, function(n)
  started[#started + 1] = n
  graphene.defer(function() cleaned[#cleaned + 1] = n end)
  if n == 2 then graphene.fail("item 2", { code = "unhealthy" }) end
  graphene.sleep("1h")
end, { concurrency = 2 })
assert(not ok and err.code == "unhealthy", tostring(err))
assert(#started == 2 and #cleaned == 2, #started .. " " .. #cleaned)
