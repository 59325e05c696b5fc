-- attack: io.stderr without end
-- family: floods
-- promise: output
-- defence: output limit
-- expect: limit_exceeded

while true do io.stderr:write(("x"):rep(1000)) end
