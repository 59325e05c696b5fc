-- attack: print without end
-- family: floods
-- promise: output
-- defence: output limit
-- expect: limit_exceeded

while true do print(("x"):rep(1000)) end
