-- A table with other keys than strings and integers cannot leave the script.
-- expect: error usage
-- expect-message: key

graphene.output("flags", { [true] = 1 })
