-- A mistyped field of a handle is an error with the right one.
-- expect: error usage
-- expect-message: did you mean `bolt_url`?

return graphene.db("production/orders").bolt_ulr
