-- attack: a caught error claims to be a bug of graphene's
-- family: forgery
-- promise: nothing is forged
-- defence: codes of the host
-- expect: script
-- message: there is no

local _, err = pcall(graphene.db, "no/such")
err.code = "internal"
graphene.on_error(function(same) same.traceback = nil end)
error(err)
