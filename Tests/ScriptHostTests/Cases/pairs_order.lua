-- pairs goes through a table in one order, however the table came about.
-- expect: ok

local function build()
  local t = {}
  for _, key in ipairs { "orders", "users", "search", "audit", "billing" } do t[key] = true end
  return t
end
local function order(t)
  local keys = {}
  for key in pairs(t) do keys[#keys + 1] = key end
  return table.concat(keys, " ")
end
assert(order(build()) == order(build()))
