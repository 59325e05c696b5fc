-- attack: source nested deeper than the parser's stack
-- family: stack depth
-- promise: the host lives
-- defence: checks of liblua
-- expect: ok

for _, source in ipairs {
  ("("):rep(100000) .. "1" .. (")"):rep(100000), ("{"):rep(100000), ("do "):rep(80000),
  "return " .. ("-"):rep(200) .. " 1", "return " .. ("not "):rep(60000) .. "1",
  ("function f() "):rep(15000), "return " .. ("a.."):rep(80000) .. "a",
    "return " .. ("2^"):rep(100000) .. "2",
  ("if x then "):rep(20000), "x = " .. ("a."):rep(100000) .. "a" .. ("[1"):rep(20000),
    ("f{"):rep(80000),
  "return " .. ("function() return "):rep(12000),
} do
  local chunk, message = load(source)
  assert(chunk or message, #source)
end
