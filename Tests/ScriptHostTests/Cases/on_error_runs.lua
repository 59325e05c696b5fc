-- on_error runs when the script fails, last first, and gets the error.
-- expect: error unavailable
-- expect-output: last registered\tunavailable\nfirst registered\tunavailable

graphene.on_error(function(err) print("first registered", err.code) end)
graphene.on_error(function(err) print("last registered", err.code) end)
graphene.fail("no answer", { code = "unavailable" })
