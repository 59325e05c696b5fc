-- attack: options whose pairs never end are given to a function
-- family: environment and metatables
-- promise: processor time
-- defence: kill
-- expect: time_limit

graphene.map({ 1 }, print, setmetatable({}, { __pairs = function()
  return function() return "concurrency", 1 end
end }))
