-- attack: string.format is given directives that do not fit
-- family: long loops in C
-- promise: the host lives
-- defence: checks of liblua
-- expect: ok

for _, directive in ipairs { "%", "%99999d", "%.999f", "%-+ #0123d", "%y", "%0", "%\0", "%5",
  "%123.456.7f",
  "%ll", "%n", "%hhd", "%*d", "%1$s" } do
  pcall(string.format, directive, 1, 2, 3)
end
assert(#string.format("%99.99f", -1.7976931348623157e308) > 300)
