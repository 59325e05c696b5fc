-- graphene.fail takes only codes that exist, and suggests.
-- expect: error usage
-- expect-message: did you mean `timeout`?

graphene.fail("too slow", { code = "timeot" })
