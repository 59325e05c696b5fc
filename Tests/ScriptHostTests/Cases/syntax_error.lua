-- A script that does not compile fails before any effect, as usage.
-- expect: error usage
-- expect-message: expected (to close

graphene.log.info("never said"
return 1
