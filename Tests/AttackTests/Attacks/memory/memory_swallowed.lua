-- attack: running out of memory is caught, and begun again
-- family: memory
-- promise: processor time
-- defence: kill
-- expect: time_limit

while true do
  pcall(function() local kept = {} for i = 1, math.huge do kept[i] = { i } end end)
end
