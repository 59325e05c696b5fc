-- attack: a weak table is set while an emergency collection runs (983bc433)
-- family: bugs of liblua
-- promise: the host lives
-- defence: a process of its own
-- expect: ok or script or vm_crashed or memory_limit or time_limit
-- limits: cpu 1s, memory 8

local held = {}
pcall(function() for i = 1, math.huge do held[i] = ("x"):rep(64) .. i end end)
for i = 1, #held // 8 do held[i] = nil end
for round = 1, 200 do
  local t = setmetatable({}, { __mode = round % 2 == 0 and "k" or "kv" })
  pcall(function() for i = 1, 5000 do t[{}] = { i } t["k" .. i] = {} end end)
end
