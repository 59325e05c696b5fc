-- attack: a chain of ephemerons makes one step of the collector long
-- family: memory
-- promise: processor time
-- defence: kill
-- expect: time_limit or memory_limit
-- limits: memory 64

local weak = setmetatable({}, { __mode = "k" })
local first = {}
local key = first
for i = 1, 100000 do
  local following = {}
  weak[key] = following
  key = following
end
while true do collectgarbage() end
