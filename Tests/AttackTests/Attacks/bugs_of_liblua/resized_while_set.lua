-- attack: an assignment's own __newindex and __index resize the table
-- family: bugs of liblua
-- promise: the host lives
-- defence: a process of its own
-- expect: ok or script or vm_crashed or memory_limit

local t = {}
setmetatable(t, { __newindex = function(t, k, v)
  for i = 1, 100 do rawset(t, i * 1.5, i) end
  collectgarbage()
  rawset(t, k, v)
end, __index = function(t, k) for i = 1, 100 do rawset(t, -i, i) end return k end })
for i = 1, 100 do t[i], t["k" .. i] = t[i + 1000], { t[i + 2000] } end
