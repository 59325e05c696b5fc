-- attack: an error holds a circle, a function and itself as its cause
-- family: values to the host
-- promise: the host lives
-- defence: cycles of values
-- expect: usage or script

local _, err = pcall(graphene.db, "no/such")
err.cause, err.message, err.fn = err, "mine", print
error(err)
