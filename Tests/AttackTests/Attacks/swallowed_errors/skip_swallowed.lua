-- attack: graphene.skip is swallowed, to go on after it
-- family: swallowed errors
-- promise: nothing is forged
-- defence: marked task
-- expect: ok
-- hides: went on

pcall(graphene.skip, "nothing to do")
print("went on")
while true do end
