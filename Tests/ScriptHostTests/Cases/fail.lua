-- graphene.fail ends the run with its code and message.
-- expect: error unhealthy
-- expect-message: orders answers no queries

graphene.fail("orders answers no queries", { code = "unhealthy" })
