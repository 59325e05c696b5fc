-- A script returns values; handles and results are data to whoever reads them.
-- expect: ok

return { db = graphene.db("production/orders"), list = { 1, 2 } }
