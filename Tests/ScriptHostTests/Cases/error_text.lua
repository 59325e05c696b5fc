-- tostring of an error is one line that starts with its code.
-- expect: ok

local _, err = pcall(graphene.fail, "first line\nsecond line", { code = "unhealthy" })
assert(tostring(err) == "unhealthy: first line second line", tostring(err))
assert(err.code == "unhealthy" and err.message == "first line\nsecond line")
