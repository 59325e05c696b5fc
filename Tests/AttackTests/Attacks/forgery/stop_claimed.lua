-- attack: a caught error claims that a person has stopped the run
-- family: forgery
-- promise: nothing is forged
-- defence: codes of the host
-- expect: script

local _, err = pcall(graphene.db, "no/such")
err.code = "cancelled"
error(err)
