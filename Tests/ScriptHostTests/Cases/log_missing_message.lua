-- A log needs a message; nil is one, and an object may be its fields.
-- expect: error usage
-- expect-message: graphene.log.info: `message` is missing

graphene.log.info(nil)
graphene.log.warn("x", graphene.db("production/orders"))
assert(not pcall(graphene.log.warn, "x", "y"))
graphene.log.info()
