-- attack: a list whose length and entries never end is given to map
-- family: environment and metatables
-- promise: memory
-- defence: memory cap
-- expect: memory_limit

graphene.map(setmetatable({}, { __len = function() return math.maxinteger end,
  __index = function(_, i) return i end }), function(i) return i end)
