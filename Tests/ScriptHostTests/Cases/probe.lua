-- A running database answers a probe, a paused one does not, and neither is an error.
-- expect: ok
-- expect-output: true\t5.8\tBolt 5.8\nfalse\tnil\ttcp: connection refused\ntrue\tHTTP/1.1 200
local running = graphene.probe("production/orders")
print(running.ok, running.bolt_version, running.detail)
assert(running.tls_expires > graphene.time.now() and running.ttl == 60 and #running.steps == 4)
assert(running.address:find(":", 1, true) and running.ms > 0)
local paused = graphene.probe("production/reports", { timeout = "2s" })
print(paused.ok, paused.bolt_version, paused.detail)
local web = graphene.probe("production/orders", { port = "http" })
print(web.ok, web.detail)
