-- attack: handles of one kind are given for another
-- family: forgery
-- promise: nothing is forged
-- defence: arguments checked by the host
-- expect: ok

local environment, now = graphene.environment("production"), graphene.time.now()
for _, fn in ipairs { graphene.pause, graphene.delete, graphene.restart, graphene.status,
  graphene.db } do
  assert(not pcall(fn, environment) and not pcall(fn, now) and not pcall(fn, graphene.json.null))
end
