-- retry takes only codes that exist, and suggests.
-- expect: error usage
-- expect-message: did you mean `conflict`?

graphene.retry(function() end, { codes = { "locked", "conflct" } })
