-- A port of another name is refused with those that there are.
-- expect: error usage
-- expect-message: port
graphene.probe("production/orders", { port = "https" })
