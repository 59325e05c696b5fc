-- attack: a table imitates a database
-- family: forgery
-- promise: nothing is forged
-- defence: arguments checked by the host
-- expect: ok

local real = graphene.db("staging/orders")
local false_one = setmetatable({ id = real.id, ref = real.ref, name = "orders" },
  { __name = "database", __metatable = getmetatable(real), __tostring = function() return "x" end })
for _, fn in ipairs { graphene.pause, graphene.delete, graphene.status, graphene.restart } do
  local ok, err = pcall(fn, false_one)
  assert(not ok and err.code == "usage", tostring(err))
end
