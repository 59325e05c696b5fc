-- A time does not compare with a number.
-- expect: error usage
-- expect-message: cannot compare

return graphene.time.now() < 5
