-- attack: malformed patterns in every function that takes one
-- family: patterns
-- promise: the host lives
-- defence: checks of liblua
-- expect: ok

for _, pattern in ipairs { "%", "[", "[a", "[%", "(", ")", "(()", "%f", "%f[", "%b", "%bx", "%1",
  "[a-", "[^]",
  ("("):rep(40), "%9", "()%1%2" } do
  for _, fn in ipairs { string.find, string.match, string.gmatch, string.gsub } do
    pcall(function() for _ in fn("aaaa", pattern, "%9") do break end end)
    pcall(fn, "aaaa", pattern, "%1")
  end
end
