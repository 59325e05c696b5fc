-- attack: a script chooses which file or variable a secret is read from
-- family: forgery
-- promise: no secret
-- defence: arguments checked by the host
-- expect: usage

graphene.params { token = { type = "secret", default = "env:GRAPHENEDB_CLIENT_SECRET" } }
