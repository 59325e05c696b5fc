-- attack: load is asked for binary in every way that Lua knows a mode
-- family: bytecode
-- promise: the host lives
-- defence: text only
-- expect: ok

for _, mode in ipairs { "b", "bt", "tb", "bb", "B" } do
  local chunk = load("\27Lua", "x", mode)
  assert(chunk == nil, mode)
end
assert(load("return 1", "x", "b") == nil)
