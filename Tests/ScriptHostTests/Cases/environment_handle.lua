-- An environment has fields, a text, refresh, and databases as a method.
-- expect: ok

local environment = graphene.environment("production")
assert(environment.ref == "production" and #environment.region > 0)
assert(tostring(environment) == "production (" .. environment.region .. ")", tostring(environment))
assert(environment:refresh() == environment)
assert(#environment:databases() == #graphene.databases("production"))
