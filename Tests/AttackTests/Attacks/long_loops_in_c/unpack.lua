-- attack: table.unpack of more than the stack holds
-- family: long loops in C
-- promise: the host lives
-- defence: checks of liblua
-- expect: ok

assert(not pcall(table.unpack, {}, 1, 10000000) and not pcall(table.unpack, {}, math.mininteger,
  math.maxinteger))
assert(not pcall(string.byte, ("x"):rep(4000000), 1, -1))
assert(not pcall(utf8.codepoint, ("x"):rep(4000000), 1, -1))
