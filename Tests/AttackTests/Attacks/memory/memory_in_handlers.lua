-- attack: memory runs out within xpcall's handler, __close and __tostring
-- family: memory
-- promise: the host lives
-- defence: memory cap
-- expect: ok

local function fill() local kept = {} for i = 1, math.huge do kept[i] = { i } end end
local ok = xpcall(fill, function() fill() end)
assert(not ok)
ok = pcall(function()
  local x <close> = setmetatable({}, { __close = fill })
  error("go")
end)
assert(not ok)
ok = pcall(tostring, setmetatable({}, { __tostring = fill }))
assert(not ok and #tostring(1) == 1)
