-- attack: table.sort of a list that says it has two billion entries
-- family: long loops in C
-- promise: processor time
-- defence: kill
-- expect: time_limit

table.sort(setmetatable({}, { __len = function() return 2000000000 end,
  __index = function(_, k) return k end, __newindex = function() end }))
