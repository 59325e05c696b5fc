-- attack: each handler of a closing value opens the next
-- family: finalizers and closers
-- promise: processor time
-- defence: kill
-- expect: time_limit or script or memory_limit

local function open()
  local x <close> = setmetatable({}, { __close = function() open() end })
end
while true do pcall(open) end
