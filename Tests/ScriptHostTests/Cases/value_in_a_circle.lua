-- A table that contains itself cannot leave the script.
-- expect: error usage
-- expect-message: contains itself

local value = {}
value.itself = value
graphene.output("circle", value)
