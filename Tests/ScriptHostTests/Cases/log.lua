-- log takes a message and fields.
-- expect: ok

graphene.log.info("refreshing", { db = graphene.db("production/orders"), attempt = 1 })
graphene.log.debug("x")
graphene.log.warn("y")
graphene.log.error("z", {})
