-- attack: a text is doubled until memory ends
-- family: memory
-- promise: memory
-- defence: memory cap
-- expect: memory_limit

local s = "x"
while true do s = s .. s end
