-- Lists the copies that recoveries, refreshes and clones have left behind and, if told so, deletes
-- some of them.
--
-- A copy is told by its name. One that has, or may have, an address that was another database's is
-- never deleted, nor one that is busy, is younger than min_age, or whose origin the account does
-- not show. Deletes the oldest ones first, at most max in a run, and asks before. A second run goes
-- on with the next ones; with nothing left to delete it changes nothing.

local copies = require "copies"

local p = graphene.params {
  env = { type = "environment", help = "look in this environment only; in all by default" },
  min_age = { type = "duration", default = "7d", help = "younger copies are never deleted" },
  delete = { type = "boolean", default = false, help = "delete leftover copies" },
  max = { type = "integer", default = 3, min = 1, max = 50, help = "how many to delete at most" },
  timeout = { type = "duration", default = "20m", help = "how long to wait for each" },
}

graphene.limits { delete = p.delete and p.max or 0, total = p.delete and p.max or 0 }

local all = graphene.databases()

-- Whether a database with the name of a copy's origin is there.
local function has_origin(base)
  for _, db in ipairs(all) do
    if not copies.base(db.name) and db.name:sub(1, 18) == base then return true end
  end
  return false
end

-- Whose address a copy has, and whether it is for certain one that no recovery gave it.
local function serving(copy)
  local owner = copies.owner(all, copy.domain)
  if not owner then return "an unknown address", false end
  if owner == copy then return "its own address", true end
  return "the address of " .. owner.ref, copies.base(owner.name) ~= nil
end

-- Why a copy is kept, in a few words, or nil.
local function reason_to_keep(copy, base, is_idle)
  if not is_idle then return "may carry traffic" end
  if copy.pending or copy.locked then return "busy" end
  if not has_origin(base) then return "no origin is there" end
  local age = copies.age(copy)
  if not age or age < p.min_age then return "too young" end
end

local rows, leftover, found = {}, {}, 0
for _, db in ipairs(all) do
  local base = copies.base(db.name)
  if base and (not p.env or db.env == p.env.name) then
    found = found + 1
    local address, is_idle = serving(db)
    local keep = reason_to_keep(db, base, is_idle)
    if not keep then leftover[#leftover + 1] = db end
    rows[found] = {
      copy = db.ref, environment = db.env, state = db.state, plan = db.plan, serves = address,
      age = db.created_at and graphene.time.human(copies.age(db)), kept = keep or "",
    }
  end
end
graphene.table(rows, { "copy", "environment", "state", "plan", "age", "serves", "kept" })
table.sort(leftover, function(a, b) return a.created_at < b.created_at end)

local function refs(databases)
  local names = {}
  for i, db in ipairs(databases) do names[i] = db.ref end
  return names
end

graphene.output("copies", found)
graphene.output("leftover", refs(leftover))

if #leftover == 0 or not p.delete then
  graphene.output("changed", false)
  if found == 0 then return "there are no copies" end
  return ("%d cop%s, %d of them left over; nothing was changed"):format(
    found, found == 1 and "y" or "ies", #leftover)
end

local chosen = table.move(leftover, 1, math.min(#leftover, p.max), 1, {})
graphene.confirm(("Delete %s, made at least %s ago, with what was written to them? This cannot be "
  .. "undone."):format(table.concat(refs(chosen), ", "), graphene.time.human(p.min_age)),
  { target = p.env and p.env.name })

-- The handle is pinned to the id, and is read anew: an address may have been switched meanwhile.
local results = graphene.map(chosen, function(db)
  all = graphene.databases()
  local _, is_idle = serving(db:refresh())
  if not is_idle or db.pending or db.locked then return false end
  return graphene.delete(db, { timeout = p.timeout })
end, { concurrency = 1, failures = "collect" })

local deleted = {}
for _, result in ipairs(results) do
  if result.ok and result.values[1] then deleted[#deleted + 1] = result.item.ref end
end
graphene.output("changed", #deleted > 0)
graphene.output("deleted", deleted)
results:raise()
return ("deleted %d of %d leftover copies: %s"):format(
  #deleted, #leftover, table.concat(deleted, ", "))
