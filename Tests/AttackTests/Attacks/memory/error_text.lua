-- attack: an error's text is larger than a message
-- family: memory
-- promise: memory
-- defence: size of a message
-- expect: script or limit_exceeded or memory_limit

error(("x"):rep(6000000))
