-- JSON keeps integers integers, floats floats, null null, and nesting.
-- expect: ok

local text = '{"a":[1,2.5,null,true],"b":{"c":"x"},"big":9007199254740993}'
local value = graphene.json.decode(text)
assert(math.type(value.a[1]) == "integer" and math.type(value.a[2]) == "float")
assert(value.a[3] == graphene.json.null and value.a[4] == true)
assert(value.b.c == "x" and value.big == 9007199254740993)
assert(graphene.json.encode(value) == text, graphene.json.encode(value))
