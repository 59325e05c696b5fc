-- What is no data is refused where it is given.
-- expect: error usage
-- expect-message: graphene.output: `value["f"][2]` must be something that JSON can hold, not a function

local ok, err = pcall(graphene.output, "n", { x = 0 / 0 })
assert(not ok and err.message:find("finite"), err)
assert(not pcall(graphene.output, "missing"))
graphene.output("k", { f = { 1, print } })
