-- Calling a function of graphene with a colon says to use a dot.
-- expect: error usage
-- expect-message: called with a colon

graphene:sleep(1)
