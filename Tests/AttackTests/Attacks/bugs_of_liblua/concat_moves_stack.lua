-- attack: __concat grows the stack below a concatenation (603b2c64)
-- family: bugs of liblua
-- promise: the host lives
-- defence: a process of its own
-- expect: ok or script or vm_crashed or memory_limit

local function grow(n) if n > 0 then return 1 + grow(n - 1) end return 0 end
local t = setmetatable({}, { __concat = function(a, b) grow(5000) return "x" end })
for _ = 1, 50 do
  local co = coroutine.wrap(function()
    return 1 .. 2 .. "a" .. t .. "b" .. t .. 3 .. "c" .. t .. {} ~= nil
  end)
  pcall(co)
end
