-- The operation of a timeout can be waited for like one of wait = false.
-- expect: ok
-- expect-output: staging/orders (paused)\ttrue

local ok, err = pcall(graphene.pause, "staging/orders", { timeout = "10s" })
assert(not ok and err.code == "timeout", err)
print(err.operation:wait())
