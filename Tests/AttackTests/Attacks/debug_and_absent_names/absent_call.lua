-- attack: an absent function is called, and the error says what to use
-- family: debug and absent names
-- promise: the host's surroundings are untouched
-- defence: absent names
-- expect: script
-- tells: scripts start no programs

os.execute("id > /tmp/graphene-attack")
