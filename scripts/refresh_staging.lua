-- Gives staging a fresh copy of production's data, at the address that staging's applications use.
--
-- Clones the source into the target's environment, switches the target's address to the clone, and
-- pauses the database that was there, so that going back stays possible. Earlier copies are deleted
-- only with delete_older=true, and only after asking. From the second time on, give the target by
-- the address that applications use: that always leads to the newest copy. A second run within
-- max_age changes nothing.

local copies = require "copies"

local p = graphene.params {
  source = {
    type = "database", default = "production/orders", help = "where the data comes from",
  },
  target = {
    type = "database", default = "staging/orders",
    help = "what is refreshed: environment/name, or better the address that applications use",
  },
  copy = { type = "database", help = "switch to this one, which is there, and make no clone" },
  max_age = {
    type = "duration", default = "20h", help = "a copy younger than this is fresh enough",
  },
  delete_older = {
    type = "boolean", default = false,
    help = "delete paused copies of earlier runs, but for the one that is replaced now",
  },
  timeout = { type = "duration", default = "4h", help = "how long cloning may take" },
}

local source = graphene.db(p.source)
local target = graphene.db(p.target)
local env = graphene.environment(target.ref:match("^([^/]+)/"))
local address = target.bolt_url

if source.id == target.id or source.ref:match("^([^/]+)/") == env.name then
  graphene.fail(("%s and %s are in one environment: that refreshes nothing"):format(
    source.ref, target.ref), { code = "usage" })
end

-- The copies that earlier runs made, newest first.
local earlier = copies.find(env, source.name)

-- The fresh copy that an interrupted run left, or nil. Ends the run when staging is fresh, or when
-- the target is not what applications use now.
local function earlier_copy()
  local newest = earlier[1]
  if not newest then return nil end
  local age = copies.age(newest)
  local is_fresh = age and age < p.max_age
  local has_taken_over = newest.id == target.id or copies.is_switched(target, newest)
  if has_taken_over == false then
    return is_fresh and newest or nil
  end
  if is_fresh then
    graphene.output("changed", false)
    graphene.output("served_by", newest.ref)
    graphene.skip(("%s is a copy of %s made %s ago: fresh enough, nothing was changed%s"):format(
      newest.ref, source.ref, graphene.time.human(age), has_taken_over and "" or
      "; had its run been interrupted before the switch, --param copy= would go on with it"))
  end
  if newest.id ~= target.id then
    graphene.fail(("%s has been refreshed before, and it seems that %s has taken its address: give "
      .. "the target by the address that applications use, --param target=%s if that is it"):format(
      target.ref, newest.ref, tostring(newest.domain)), { code = "conflict" })
  end
end

local copy
if p.copy then
  copy = graphene.db(p.copy)
  if copy.id == target.id or copies.is_switched(target, copy) then
    graphene.output("changed", false)
    graphene.skip(copy.ref .. " has the target's address already; nothing was changed")
  end
else
  copy = earlier_copy()
end

-- Earlier copies that are paused and are not the one to be replaced now.
local surplus = {}
for _, db in ipairs(earlier) do
  if p.delete_older and db.state == "paused" and db.id ~= target.id then
    surplus[#surplus + 1] = db
  end
end
if #surplus > 0 then
  local names = {}
  for i, db in ipairs(surplus) do names[i] = db.ref end
  graphene.confirm(("Delete, once %s is refreshed, the earlier copies %s? This cannot be undone.")
    :format(target.ref, table.concat(names, ", ")), { target = env.name })
end

graphene.on_error(function()
  graphene.log.warn("a clone that was begun is not removed, and may cost money",
    { clone = copy and copy.ref or "look for it in " .. env.name })
end)

copy = copy or graphene.clone(source, env, { timeout = p.timeout })
copy = graphene.wait(copy, "running", { timeout = p.timeout })
local switch = graphene.switch_dns(target, copy)
switch:verify()

graphene.pause(target)
local deleted = {}
for _, db in ipairs(surplus) do
  if graphene.delete(db) then deleted[#deleted + 1] = db.ref end
end

copy = copy:refresh()
graphene.output("changed", true)
graphene.output("address", address)
graphene.output("served_by", copy.ref)
graphene.output("paused", target.ref)
graphene.output("deleted", deleted)
graphene.output("data_as_of", tostring(copy.data_as_of or copy.created_at or "unknown"))
return ("%s now leads to %s, a fresh copy of %s; %s is paused"):format(
  address, copy.ref, source.ref, target.ref)
