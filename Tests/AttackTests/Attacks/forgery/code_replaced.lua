-- attack: a caught error gets a code that only the host gives
-- family: forgery
-- promise: nothing is forged
-- defence: codes of the host
-- expect: script
-- message: there is no

local _, err = pcall(graphene.db, "no/such")
err.code = "vm_crashed"
error(err)
