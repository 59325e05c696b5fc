-- Calling a function of graphene.json with a colon says to use a dot.
-- expect: error usage
-- expect-message: graphene.json.encode was called with a colon

graphene.json:encode({})
