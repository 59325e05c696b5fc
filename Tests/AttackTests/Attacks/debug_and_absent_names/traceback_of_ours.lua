-- attack: a traceback shows the prelude and what it holds
-- family: debug and absent names
-- promise: no secret
-- defence: absent names
-- expect: ok
-- hides: graphene:1
-- hides: in upvalue 'call'

local text
graphene.map({ 1 }, function() text = debug.traceback("here") end)
assert(not text:find("graphene:", 1, true), text)
print(text)
