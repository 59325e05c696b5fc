-- attack: every argument carries metamethods that meddle
-- family: environment and metatables
-- promise: the host lives
-- defence: arguments checked by the host
-- expect: ok

local function meddle() error("meddled") end
local trap = setmetatable({}, { __index = meddle, __len = meddle, __pairs = meddle, __eq = meddle,
  __tostring = meddle, __name = "database", __call = meddle, __concat = meddle, __lt = meddle })
for name, fn in pairs(graphene) do
  if type(fn) == "function" then assert(not pcall(fn, trap, trap, trap) or true, name) end
end
assert(graphene.db("production/orders").name == "orders")
