-- attack: a text is repeated beyond all memory
-- family: long loops in C
-- promise: memory
-- defence: memory cap
-- expect: ok

for _, count in ipairs { 1 << 25, 1 << 31, 1 << 40, math.maxinteger } do
  assert(not pcall(string.rep, "x", count) and not pcall(string.rep, "", count, "x"))
end
