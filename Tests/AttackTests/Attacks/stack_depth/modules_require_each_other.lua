-- attack: modules require each other in a circle
-- family: stack depth
-- promise: the host lives
-- defence: module names
-- expect: ok

local ok, err = pcall(require, "circle_one")
assert(not ok and err.code == "usage", tostring(err))
