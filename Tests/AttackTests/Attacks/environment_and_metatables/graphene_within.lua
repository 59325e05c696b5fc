-- attack: tables within graphene.run are changed for other modules
-- family: environment and metatables
-- promise: isolation of modules
-- defence: read-only graphene
-- expect: ok

pcall(function() graphene.run.libraries.evil = "1.0" end)
pcall(rawset, graphene.run.libraries, "evil", "1.0")
pcall(table.insert, graphene.run.libraries, "evil")
local seen = require "isolated".libraries()
assert(rawget(seen, "evil") == nil and rawlen(seen) == 0)
assert(graphene.run.libraries.evil == nil)
