-- attack: broken UTF-8 in every function of utf8
-- family: long loops in C
-- promise: the host lives
-- defence: checks of liblua
-- expect: ok

for _, text in ipairs { "\xff", "\xf4\x90\x80\x80", "\xed\xa0\x80", "\xc0\x80",
  ("\x80"):rep(1000), "\xe2\x82" } do
  pcall(utf8.len, text) pcall(utf8.codepoint, text, 1, -1) pcall(utf8.offset, text, 2)
  pcall(function() for _ in utf8.codes(text) do end end)
  pcall(function() for _ in utf8.codes(text, true) do end end)
  print(text)
  graphene.log.info(text)
end
assert(not pcall(utf8.char, -1) and not pcall(utf8.char, 1 << 31))
