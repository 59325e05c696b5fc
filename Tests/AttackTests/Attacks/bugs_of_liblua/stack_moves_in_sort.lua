-- attack: the stack is moved while table.sort, gsub and concat hold on to it
-- family: bugs of liblua
-- promise: the host lives
-- defence: a process of its own
-- expect: ok or script or vm_crashed or memory_limit

local function grow(n) if n > 0 then return 1 + grow(n - 1) end return 0 end
local list = {}
for i = 1, 200 do list[i] = (i * 7919) % 211 end
table.sort(list, function(a, b) grow(a * 20) return a < b end)
string.gsub(("abc"):rep(50), "(%a)(%a)", function(a, b) grow(3000) return a .. b end)
table.concat(setmetatable({}, { __len = function() return 50 end, __index = function() grow(3000)
  return "x" end }))
for i = 1, 199 do assert(list[i] <= list[i + 1]) end
