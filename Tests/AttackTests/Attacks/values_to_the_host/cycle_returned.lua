-- attack: a table that contains itself is returned
-- family: values to the host
-- promise: the host lives
-- defence: cycles of values
-- expect: usage
-- message: contains itself

local t = {}
t.self = { t }
return t
