-- An effect passes through several coroutines of the script at once.
-- expect: ok

local function nested(depth)
  if depth == 0 then return graphene.db("production/orders").name end
  return coroutine.wrap(function() return nested(depth - 1) end)()
end
assert(nested(10) == "orders")
