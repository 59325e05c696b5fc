-- The functions that run in the script process have closed options too.
-- expect: error usage
-- expect-message: did you mean `concurrency`?

graphene.map({}, print, { concurency = 2 })
