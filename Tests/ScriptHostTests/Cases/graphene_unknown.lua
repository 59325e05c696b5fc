-- A mistyped function of graphene is an error with the right one.
-- expect: error usage
-- expect-message: did you mean `pause`?

graphene.paus("staging/orders")
