-- attack: log records without end
-- family: floods
-- promise: output
-- defence: output limit
-- expect: limit_exceeded

while true do graphene.log.info("x", { text = ("x"):rep(1000) }) end
