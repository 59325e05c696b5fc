-- A deferred function's failure fails a run that had succeeded.
-- expect: error script
-- expect-message: cannot tidy up

graphene.defer(function() error("cannot tidy up", 0) end)
