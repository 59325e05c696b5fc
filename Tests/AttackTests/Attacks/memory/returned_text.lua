-- attack: a script returns more text than a message holds
-- family: memory
-- promise: memory
-- defence: size of a message
-- expect: limit_exceeded

return ("x"):rep(6000000)
