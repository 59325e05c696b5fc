-- attack: blocks of every size are filled and freed in turn
-- family: memory
-- promise: memory
-- defence: memory cap
-- expect: ok or memory_limit or time_limit or vm_crashed
-- limits: cpu 2s

for round = 1, 40 do
  local kept = {}
  local size = 16 * round * round
  pcall(function() for i = 1, math.huge do kept[i] = ("x"):rep(size) .. i end end)
end
