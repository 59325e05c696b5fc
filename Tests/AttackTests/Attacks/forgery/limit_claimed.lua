-- attack: a caught error claims that the processor time is up
-- family: forgery
-- promise: nothing is forged
-- defence: codes of the host
-- expect: script

local _, err = pcall(graphene.db, "no/such")
err.code = "time_limit"
error(err)
