-- attack: the closing value of a for loop never ends
-- family: finalizers and closers
-- promise: processor time
-- defence: kill
-- expect: time_limit

for _ in next, { 1 }, nil, setmetatable({}, { __close =
  function() while true do end end }) do break end
