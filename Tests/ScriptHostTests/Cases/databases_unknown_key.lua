-- A mistyped key of a filter is an error with the right one.
-- expect: error usage
-- expect-message: state

graphene.databases { stat = "running" }
