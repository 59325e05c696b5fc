-- graphene cannot be changed.
-- expect: error usage
-- expect-message: read-only

graphene.pause = print
