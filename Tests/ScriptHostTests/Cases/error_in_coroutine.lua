-- An error inside a coroutine comes out of coroutine.resume as it was raised.
-- expect: ok

local worker = coroutine.create(function() graphene.db("production/no_such_database") end)
local ok, err = coroutine.resume(worker)
assert(not ok and err.code == "not_found", tostring(err))
assert(coroutine.status(worker) == "dead")
