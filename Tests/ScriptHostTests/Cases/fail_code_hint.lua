-- A code that does not exist is told those that do.
-- expect: ok

local _, err = pcall(graphene.fail, "x", { code = "nope" })
assert(err.hint:find("not_found", 1, true) and not err.hint:find("explain", 1, true), err.hint)
_, err = pcall(graphene.fail, "x", { code = "time_limit" })
assert(err.hint == "that code is the host's own")
