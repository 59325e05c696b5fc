-- attack: a clean-up handler registers itself, again and again
-- family: finalizers and closers
-- promise: processor time
-- defence: kill
-- expect: time_limit or memory_limit

local function again() graphene.defer(again) end
again()
