-- attack: a script goes on without the consent it has asked for
-- family: surroundings
-- promise: nothing is forged
-- defence: arguments checked by the host
-- expect: confirmation_required
-- hides: went on

graphene.confirm("delete everything?")
print("went on")
