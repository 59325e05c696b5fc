-- A deferred function gets the error that ends the script, structured.
-- expect: error script
-- expect-output: script\tbroken
-- expect-message: broken

graphene.defer(function(err) print(err.code, err.message) end)
error("broken", 0)
