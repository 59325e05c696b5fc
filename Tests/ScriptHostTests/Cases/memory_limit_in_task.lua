-- A task that runs out of memory is one failed item, and the others go on.
-- expect: ok

local results = graphene.map({ 1, 2, 3 }, function(n)
  if n == 2 then
    local kept = {}
    for i = 1, 1e9 do kept[i] = { i } end
  end
  return n
end, { failures = "collect" })
assert(results[1].ok and results[3].ok)
assert(not results[2].ok and results[2].err.code == "memory_limit", tostring(results[2].err))
