-- Replaces a database by a fresh copy of another one, under the same address, once the copy works.
--
-- Clones the source into the target's environment under a name with the day, looks whether the clone
-- runs and answers, and gives it the target's address. When it then does not work there, the address
-- goes back to the target by itself. The target stays as it is; delete.lua removes it when it is not
-- needed any more. A second run on the same day changes nothing.

local runbook = require "runbook"

local p = graphene.params {
  source = { type = "database", default = "production/orders", help = "what is copied" },
  target = { type = "database", default = "staging/orders", help = "what is replaced" },
  never = {
    type = "list", default = { "production" },
    help = "environments, or patterns of environment/name, in which nothing is replaced",
  },
  check = {
    type = "enum", values = { "bolt", "http", "none" }, default = "bolt",
    help = "what the copy must answer before and after it gets the address",
  },
  timeout = { type = "duration", default = "4h", help = "how long making the copy may take" },
}

graphene.limits { clone = 1, switch_dns = 2, total = 3 }

local source = p.source
local target = runbook.guard(p.never):check(p.target, "replaced")

local base, day = runbook.date_of(target.name)
if base == source.name:sub(1, 18) and day == graphene.run.date then
  graphene.output("changed", false)
  graphene.skip(("%s is the copy of today; nothing was changed"):format(target.ref))
end

graphene.confirm(("Give the address of %s to a copy of %s made now? What is written to %s until then "
  .. "is left behind."):format(target.ref, source.ref, target.ref), { target = target.ref })

local done = runbook.replace(source, target, { check = p.check, timeout = p.timeout })

graphene.output("changed", true)
graphene.output("served_by", done.copy.ref)
graphene.output("before", done.before.ref)
return ("%s has the address of %s, with the data of %s"):format(done.copy.ref, target.ref, source.ref)
