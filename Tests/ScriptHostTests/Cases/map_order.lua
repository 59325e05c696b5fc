-- map gives results in input order, whatever order tasks end in.
-- expect: ok

local results = graphene.map({ 3, 2, 1 }, function(seconds)
  graphene.sleep(seconds)
  return seconds * 10, "slept"
end)
assert(#results == 3 and results.ok_count == 3 and results.failed_count == 0)
for index, item in ipairs { 3, 2, 1 } do
  local result = results[index]
  assert(result.ok and result.item == item and result.values[1] == item * 10)
  assert(result.values[2] == "slept" and result.elapsed >= item)
end
