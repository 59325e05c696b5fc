-- attack: comparators without an order make table.sort leave the list
-- family: long loops in C
-- promise: the host lives
-- defence: checks of liblua
-- expect: ok

local list = {}
for i = 1, 1000 do list[i] = i end
local orders = { function() return true end, function(a, b) return a ~= b end,
  function(a, b) return (a * 7919) % 13 > (b * 104729) % 11 end }
for _, before in ipairs(orders) do pcall(table.sort, list, before) end
pcall(table.sort, list, function(a, b) list[#list + 1] = a return (b or 0) > (a or 0) end)
