-- attack: the end of the output is swallowed
-- family: floods
-- promise: output
-- defence: output limit
-- expect: limit_exceeded

while true do pcall(io.write, ("x"):rep(30000)) end
