-- attack: the handler of xpcall goes on with the work
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit

local function work()
  while true do for _ = 1, 1000 do end end
end
while true do xpcall(work, work) end
