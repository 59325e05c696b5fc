-- An effect may be asked for inside __close, on the way out of an error too.
-- expect: ok

local closed = {}
local function closing(name)
  return setmetatable({}, { __close = function() closed[#closed + 1] = graphene.db(name).env end })
end

do
  local held <close> = closing("production/orders")
end
local ok, err = pcall(function()
  local held <close> = closing("staging/orders")
  error("on the way out", 0)
end)
assert(not ok and err == "on the way out")
assert(table.concat(closed, " ") == "production staging")
