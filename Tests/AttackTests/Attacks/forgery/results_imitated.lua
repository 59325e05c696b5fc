-- attack: methods of results are called on other tables
-- family: forgery
-- promise: nothing is forged
-- defence: arguments checked by the host
-- expect: ok

local results = graphene.map({ 1 }, function(n) return n end)
for _, other in ipairs { {}, { total = 1, failures = {} }, setmetatable({},
  { __name = "Results" }), 1 } do
  assert(not pcall(results.failed, other) and not pcall(results.raise, other))
end
