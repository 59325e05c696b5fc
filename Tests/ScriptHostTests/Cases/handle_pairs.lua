-- pairs over a handle gives its fields in order.
-- expect: ok

local names = {}
for name, value in pairs(graphene.db("production/orders")) do
  names[#names + 1] = name
  assert(value ~= nil)
end
assert(#names > 5)
for i = 2, #names do assert(names[i - 1] < names[i]) end
