-- attack: the iterator of gmatch is called again after an error (efddc230)
-- family: bugs of liblua
-- promise: the host lives
-- defence: a process of its own
-- expect: ok or script or vm_crashed

local step = string.gmatch(("a"):rep(300000), ("a?"):rep(300000))
for _ = 1, 3 do pcall(step) end
