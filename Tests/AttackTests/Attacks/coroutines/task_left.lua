-- attack: a task yields what the scheduler has not asked for
-- family: coroutines
-- promise: nothing is forged
-- defence: no yield out of handlers
-- expect: ok

local function try(...) return pcall(coroutine.yield, ...) end
assert(not try() and not try("token") and not try(0) and not try(graphene.json.null)
  and not try(nil))
graphene.parallel { function() assert(not try("token")) end, function() assert(not try()) end }
