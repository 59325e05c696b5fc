-- Fields of a log that are no data are refused where they are given.
-- expect: error usage
-- expect-message: graphene.log.warn: `fields["f"]` must be something that JSON can hold

graphene.log.warn("x", { f = print })
