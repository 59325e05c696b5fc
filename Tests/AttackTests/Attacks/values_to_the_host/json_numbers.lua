-- attack: JSON with numbers that no integer holds, and with broken text
-- family: values to the host
-- promise: the host lives
-- defence: arguments checked by the host
-- expect: ok

for _, text in ipairs { "1e999999999", "-1e999999999", ("9"):rep(10000),
  "0." .. ("0"):rep(10000) .. "1",
  "9223372036854775808", '"\\ud800"', '"\xff"', '"\\u0000"', "[1,]", "", "nul", '{"a":1,"a":2}',
    "\0" } do
  pcall(graphene.json.decode, text)
end
for _, value in ipairs { 0 / 0, 1 / 0, -1 / 0, math.mininteger, -0.0, 5e-324, "\xff\0", print } do
  pcall(graphene.json.encode, value) pcall(graphene.output, "x", value)
end
