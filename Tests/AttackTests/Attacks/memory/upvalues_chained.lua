-- attack: closures that hold the one before
-- family: memory
-- promise: memory
-- defence: memory cap
-- expect: memory_limit

local last
while true do
  local before = last
  last = function() return before, last end
end
