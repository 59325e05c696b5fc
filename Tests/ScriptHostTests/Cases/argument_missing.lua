-- A missing argument is named.
-- expect: error usage
-- expect-message: graphene.sleep: `duration` is missing

graphene.sleep()
