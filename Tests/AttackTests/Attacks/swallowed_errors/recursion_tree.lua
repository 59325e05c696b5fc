-- attack: a function calls itself twice, each time within pcall
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit

local function twice()
  pcall(twice)
  pcall(twice)
end
twice()
