-- A memory error names the script's line that asked for too much, although its frame is gone.
-- expect: ok

local function grow(kept)
  for i = 1, 1e9 do kept[i] = { i } end
end
local ok, err = pcall(grow, {})
assert(not ok and err.code == "memory_limit")
assert(err.line == 5, tostring(err.line))
assert(err.script:find("memory_limit_place.lua", 1, true), err.script)
