-- An empty table is an empty list in JSON.
-- expect: ok

assert(graphene.json.encode({}) == "[]")
assert(graphene.json.encode({ list = {} }) == '{"list":[]}')
