-- A tail call of a host function keeps the line that made it.
-- expect: ok

local function look()
  return graphene.db("nope/x")
end
local ok, err = pcall(look)
assert(not ok and err.line == 5, tostring(err.line))
