-- A loaded chunk cannot pass for another file.
-- expect: ok

local _, err = pcall(assert(load("error('x')", "=graphene")))
assert(err:find("^%(load: graphene%):1: x"), err)
