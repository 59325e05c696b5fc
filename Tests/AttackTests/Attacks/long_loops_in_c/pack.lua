-- attack: formats of string.pack that overflow or do not end
-- family: long loops in C
-- promise: the host lives
-- defence: checks of liblua
-- expect: ok

for _, format in ipairs { "i17", "!17", "s99", ("j"):rep(100000), "c999999999999", "Xz", "X",
  "i0", "!3 i3 Xi3",
  "c" .. math.maxinteger, ("c1000000000"):rep(5) } do
  pcall(string.packsize, format) pcall(string.pack, format, 1, 2, 3) pcall(string.unpack, format,
    ("x"):rep(100))
end
assert(not pcall(string.unpack, "s8", ("\xff"):rep(8) .. "x"))
