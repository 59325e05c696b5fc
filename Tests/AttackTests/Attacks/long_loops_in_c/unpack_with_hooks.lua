-- attack: table.unpack through an __index that never ends
-- family: long loops in C
-- promise: processor time
-- defence: kill
-- expect: time_limit

table.unpack(setmetatable({}, { __index = function() while true do end end }), 1, 10)
