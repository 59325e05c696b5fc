-- attack: one print is longer than all output may be
-- family: floods
-- promise: output
-- defence: output limit
-- expect: limit_exceeded

print(("x"):rep(3000000))
