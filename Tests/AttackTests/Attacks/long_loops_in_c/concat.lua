-- attack: table.concat of nothing, over all integers
-- family: long loops in C
-- promise: processor time
-- defence: kill
-- expect: time_limit

table.concat(setmetatable({}, { __index = function() return "" end }), "", 1, math.maxinteger)
