-- attack: a handler of on_error begins the work again
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit

local function work() while true do end end
graphene.on_error(work)
graphene.on_error(function() pcall(work) work() end)
work()
