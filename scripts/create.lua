-- Creates a database in an environment and waits until it runs.
--
-- A second run finds the database that is there, compares it with what was asked for, and changes
-- nothing. What plans and versions there are, graphene.plans() and graphene.versions() tell.

local leftovers = require "leftovers"

local p = graphene.params {
  name = { type = "string", required = true, help = "the new database's name" },
  env = { type = "environment", required = true, help = "where it is deployed" },
  plan = { type = "string", required = true, help = "its plan, as graphene.plans() names it" },
  version = { type = "version", required = true, help = "its version of Neo4j" },
  edition = {
    type = "enum", values = { "community", "enterprise" }, default = "community",
    help = "its edition",
  },
  extras = { type = "list", default = {}, help = "kinds of extras to enable" },
  timeout = { type = "duration", default = "4h", help = "how long to wait for it" },
}

local env = p.env
local ref = env.name .. "/" .. p.name

local function report(db, created)
  graphene.output("changed", created)
  graphene.output("database", db.ref)
  graphene.output("id", db.id)
  graphene.output("bolt_url", db.bolt_url)
end

-- Whether two names mean the same; 5.26 and 5.26.0 do.
local function same(a, b)
  a, b = a:lower(), b:lower()
  return a == b or a:sub(1, #b + 1) == b .. "." or b:sub(1, #a + 1) == a .. "."
end

-- What of an existing database differs from what was asked for, as one phrase, or nil.
local function difference(db)
  local differences = {}
  for _, field in ipairs { "plan", "version", "edition" } do
    local is, asked = tostring(db[field] or "unknown"), tostring(p[field])
    if not same(is, asked) then
      differences[#differences + 1] = ("%s is %s, not %s"):format(field, is, asked)
    end
  end
  return differences[1] and table.concat(differences, "; ")
end

local existing = graphene.find_db(ref)
if existing then
  local other = difference(existing)
  if other then
    graphene.fail(("%s exists and is not what was asked for: %s"):format(ref, other),
      { code = "conflict" })
  end
  if existing.state == "paused" and not existing.pending then
    report(existing, false)
    return ("%s exists and is paused (resume.lua starts it); nothing was changed"):format(ref)
  end
  local db = graphene.wait(existing, "running", { timeout = p.timeout })
  report(db, false)
  return ("%s exists and runs; nothing was changed"):format(db.ref)
end

graphene.on_error(function()
  leftovers.warn(ref, "run this again once it has settled, or delete it")
end)

local db = graphene.create(p.name, {
  env = env, plan = p.plan, version = p.version, edition = p.edition, extras = p.extras,
  timeout = p.timeout,
})
report(db, true)
return ("%s runs on plan %s at %s"):format(db.ref, p.plan, db.bolt_url)
