-- An unknown option is an error that suggests the right one.
-- expect: error usage
-- expect-message: did you mean `timeout`?

graphene.pause("staging/orders", { timout = "1m" })
