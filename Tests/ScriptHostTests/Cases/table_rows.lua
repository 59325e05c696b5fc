-- table takes handles and records, and dotted paths as columns.
-- expect: ok

graphene.table({ { name = "a", size = { gb = 3 } }, { name = "b", size = { gb = 12 } } }, { "name", "size.gb" })
graphene.table(graphene.databases("production"))
