-- attack: string.format calls __tostring, which never ends
-- family: long loops in C
-- promise: processor time
-- defence: kill
-- expect: time_limit

string.format("%s", setmetatable({}, { __tostring = function() while true do end end }))
