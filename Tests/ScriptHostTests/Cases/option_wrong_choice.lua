-- An option with a few words as values names them.
-- expect: error usage
-- expect-message: "stop", "collect"

graphene.map({}, print, { failures = "ignore" })
