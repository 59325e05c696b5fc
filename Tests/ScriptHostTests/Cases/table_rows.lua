-- table takes handles and records, and dotted paths as columns.
-- expect: ok

local rows = { { name = "a", size = { gb = 3 } }, { name = "b", size = { gb = 12 } } }
graphene.table(rows, { "name", "size.gb" })
graphene.table(graphene.databases("production"))
