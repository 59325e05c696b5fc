-- graphene.skip inside map ends that item only, as no failure.
-- expect: ok

local results = graphene.map({ 1, 2 }, function(n)
  if n == 1 then graphene.skip("not this one") end
  return n
end)
assert(results[1].ok and results[1].skipped == "not this one" and #results[1].values == 0)
assert(results[2].ok and results[2].skipped == nil and results[2].values[1] == 2)
assert(results.ok_count == 2)
