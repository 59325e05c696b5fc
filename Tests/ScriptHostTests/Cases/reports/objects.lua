-- What came as an empty object leaves as one.

local value = graphene.json.decode('{"a":{},"b":[]}')
graphene.output("value", value)
return { value.a, {} }
