-- output collects what is given back, and takes handles and lists.
-- expect: ok

graphene.output("count", 3)
graphene.output("orders", graphene.db("production/orders"))
graphene.output("names", { "a", "b" })
