-- A function that calls itself without end may meet the memory's limit first; the hint knows.
-- expect: ok

local ok, err = pcall(function()
  local kept = {}
  for i = 1, 1e9 do kept[i] = { i } end
end)
assert(not ok and err.code == "memory_limit")
assert((err.hint or err.message):find("a function that calls itself without end", 1, true))
