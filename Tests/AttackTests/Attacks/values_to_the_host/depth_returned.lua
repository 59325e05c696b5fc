-- attack: a value nested 100,000 deep is returned
-- family: values to the host
-- promise: the host lives
-- defence: depth of values
-- expect: usage
-- message: nested more than

local t = {}
for _ = 1, 100000 do t = { t } end
return t
