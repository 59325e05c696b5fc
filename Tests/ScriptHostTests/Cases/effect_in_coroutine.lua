-- An effect inside the script's own coroutine does not show in coroutine.resume.
-- expect: ok

local worker = coroutine.create(function(first)
  local db = graphene.db(first)
  local second = coroutine.yield(db.env)
  return graphene.db(second).env
end)
local ok, env = coroutine.resume(worker, "production/orders")
assert(ok and env == "production", tostring(env))
assert(coroutine.status(worker) == "suspended")
ok, env = coroutine.resume(worker, "staging/orders")
assert(ok and env == "staging", tostring(env))
assert(coroutine.status(worker) == "dead")
