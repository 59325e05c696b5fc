-- A row that is no record is named.
-- expect: error usage
-- expect-message: row 1

graphene.table({ 1, 2 })
