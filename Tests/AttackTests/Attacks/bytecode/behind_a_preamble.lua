-- attack: compiled Lua stands behind a shell's line or a byte order mark
-- family: bytecode
-- promise: the host lives
-- defence: checks of liblua
-- expect: ok

for _, start in ipairs { "#!/bin/lua\n", "\xEF\xBB\xBF", " ", "\n", "--\n" } do
  assert(load(start .. "\27Lua\84\0\25\147\r\n\26\n\4\8\8") == nil)
end
