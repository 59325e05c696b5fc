-- An empty object stays one through Lua and back; an empty table of the script's is a list.
-- expect: ok

local json = graphene.json
local text = '{"a":{},"b":[],"c":[{}]}'
local value = json.decode(text)
assert(json.encode(value) == text, json.encode(value))
assert(json.encode(json.decode("{}")) == "{}" and json.encode({}) == "[]")
assert(json.encode({ inside = json.decode("{}") }) == '{"inside":{}}')

local grown = json.decode("{}")
grown[1] = "x"
assert(json.encode(grown) == '["x"]')
grown[1] = nil
collectgarbage()
assert(json.encode(grown) == "{}" and next(grown) == nil and getmetatable(grown) == nil)
graphene.output("object", value.a)
