-- JSON is read to the letter, and the error says where it is not.
-- expect: ok

local json = graphene.json
for _, text in ipairs { '{"a":1,}', "[1,]", '{"a":1,"a":2}', "01", "[1] 2", "nul", '"\\ud800"', "\"\xff\"" } do
  local ok, err = pcall(json.decode, text)
  assert(not ok and err.code == "usage", text)
end
local _, err = pcall(json.decode, '{\n  "a": ,\n}')
assert(err.message:find("a value is missing at line 2, column 8", 1, true), err.message)
assert(math.type(json.decode("2")) == "integer" and math.type(json.decode("2.0")) == "float")
assert(math.type(json.decode("1e2")) == "float")
assert(json.decode("9223372036854775807") == math.maxinteger)
assert(json.decode("9223372036854775808") == 2.0 ^ 63)
assert(json.encode(2.0) == "2.0" and json.encode(2) == "2")
assert(json.encode(json.decode(json.encode { a = { 1, 2.5, "x" } })) == '{"a":[1,2.5,"x"]}')

local deep = ("["):rep(64) .. ("]"):rep(64)
assert(#json.encode(json.decode(deep)) == 128)
local _, err = pcall(json.decode, "[" .. deep .. "]")
assert(err.code == "usage" and err.message:find("64 levels"), err.message)
