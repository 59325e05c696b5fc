-- A database that is made is what its effect is about, not what it is made from.

graphene.ensure_db("fresh", { env = "staging", from = "production/orders" })
graphene.clone("production/orders", "staging", { name = "copy" })
