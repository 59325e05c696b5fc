-- Nothing is switched to a database that does not answer.
-- expect: error unhealthy
-- expect-message: cannot switch to production/reports: it does not answer at
graphene.switch_dns("production/orders", "production/reports", { check = "bolt" })
