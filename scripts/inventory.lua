-- Lists what runs where: every database with its state, plan, version, age and what waits for it.
--
-- Changes nothing. With --output json the rows are data.

local p = graphene.params {
  env = { type = "environment", help = "list this environment only; all of them by default" },
  name = { type = "string", default = "*", help = "list databases whose name matches this glob" },
}

local databases = graphene.databases { env = p.env, name = p.name }

-- What a person may want to look into, in a few words.
local function remarks(db)
  local words = {}
  if db.locked then words[#words + 1] = "locked" end
  if db.pending then words[#words + 1] = "busy" end
  if db.needs_restart then words[#words + 1] = "needs a restart" end
  return table.concat(words, ", ")
end

local rows, states = {}, {}
for i, db in ipairs(databases) do
  states[db.state] = (states[db.state] or 0) + 1
  rows[i] = {
    database = db.ref, state = db.state, plan = db.plan, version = db.version,
    edition = db.edition, remarks = remarks(db),
    age = db.created_at and graphene.time.human(graphene.time.now() - db.created_at),
  }
end
graphene.table(rows, { "database", "state", "plan", "version", "edition", "age", "remarks" })

local names = {}
for state in pairs(states) do names[#names + 1] = state end
table.sort(names)
local counts = {}
for i, state in ipairs(names) do counts[i] = states[state] .. " " .. state end

graphene.output("changed", false)
graphene.output("databases", #databases)
graphene.output("states", states)
if #databases == 0 then return "no database matches" end
return ("%d database(s): %s"):format(#databases, table.concat(counts, ", "))
