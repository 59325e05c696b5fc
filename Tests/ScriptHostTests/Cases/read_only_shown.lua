-- What is read-only can be shown and written down like any table.
-- expect: ok

local shown = graphene.inspect(graphene.run)
assert(shown:find('mode = "test"', 1, true), shown)
local run = graphene.json.decode(graphene.json.encode(graphene.run))
assert(run.id == graphene.run.id and run.mode == "test")
assert(graphene.json.encode({ about = graphene.run }):find('"mode":"test"', 1, true))
assert(graphene.inspect(graphene.time):find("parse = function", 1, true))
graphene.output("run", graphene.run)
graphene.log.info("run", graphene.run)
graphene.table({ graphene.run }, { "mode", "short_id" })
