-- attack: table.move through __index and __newindex
-- family: long loops in C
-- promise: processor time
-- defence: kill
-- expect: time_limit

table.move(setmetatable({}, { __index = function(_, k) return k end }), 1, math.maxinteger - 1, 2,
  setmetatable({}, { __newindex = function() end }))
