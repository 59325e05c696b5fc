-- What came as an empty list or an empty object stays one, through tables, effects and JSON.
-- expect: ok

local text = '{"list":[],"map":{}}'
local value = graphene.json.decode(text)
assert(graphene.json.encode(value) == text, graphene.json.encode(value))
assert(graphene.json.encode({}) == "[]")
local copy = { value.map, value.list }
assert(graphene.json.encode(copy) == "[{},[]]", graphene.json.encode(copy))
value.map.a = 1
value.map.a = nil
assert(graphene.json.encode(value.map) == "{}")
