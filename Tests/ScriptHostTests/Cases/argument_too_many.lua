-- Too many arguments are an error.
-- expect: error usage
-- expect-message: at most 1 argument

graphene.sleep(1, 2)
