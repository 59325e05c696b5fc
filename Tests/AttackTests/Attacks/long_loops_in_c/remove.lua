-- attack: table.remove at the front of a list that says it is endless
-- family: long loops in C
-- promise: processor time
-- defence: kill
-- expect: time_limit

table.remove(setmetatable({}, { __len = function() return math.maxinteger - 1 end,
  __index = function() return 1 end, __newindex = function() end }), 1)
