-- attack: varargs are doubled until memory ends
-- family: memory
-- promise: memory
-- defence: memory cap
-- expect: memory_limit or script

local function double(...) return double(1, ..., ...) end
local function grow(list)
  while true do
    for i = 1, #list do list[#list + 1] = i end
    select("#", table.unpack(list))
  end
end
grow { 1 }
