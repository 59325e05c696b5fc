-- A wrong argument names the function, the parameter, what was expected and what was given.
-- expect: error usage
-- expect-message: graphene.map: `list` must be a list, not the string "production"

graphene.map("production", print)
