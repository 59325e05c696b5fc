-- Gives staging a fresh copy of production's data, at the address that staging's applications use.
--
-- Clones the source into the target's environment, switches the target's address to the clone, and
-- pauses the database that was there, so that going back stays possible. Every later run replaces
-- the copy that has the address then. Earlier copies are deleted only with delete_older=true, and
-- only after asking. A run within max_age of the last one changes nothing.

local addresses = require "addresses"
local copies = require "copies"
local leftovers = require "leftovers"

local p = graphene.params {
  source = {
    type = "database", default = "production/orders", help = "where the data comes from",
  },
  target = {
    type = "database", default = "staging/orders",
    help = "what is refreshed: environment/name, or the address that applications use",
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

local source, target = p.source, p.target
local env = graphene.environment(target.env)

if source.env == target.env then
  graphene.fail(("%s and %s are in one environment: that refreshes nothing"):format(
    source.ref, target.ref), { code = "usage" })
end

-- The copies that earlier runs made, newest first; one of them may have the target's address now.
local earlier = copies.find(env, source.name)
target = copies.carrier(earlier, target) or target
local address = target.bolt_url

-- Ends the run when nothing is to be done.
local function stop(served_by, reason)
  graphene.output("changed", false)
  graphene.output("address", served_by.bolt_url)
  graphene.output("served_by", served_by.ref)
  graphene.skip(reason .. "; nothing was changed")
end

-- The fresh copy that an interrupted run left, or nil. Ends the run when staging is fresh, or when
-- the target may not be what applications use now.
local function earlier_copy()
  local newest = earlier[1]
  if not newest then return nil end
  local age = copies.age(newest)
  local is_fresh = age and age < p.max_age
  local has_taken_over = newest.id == target.id or copies.is_switched(target, newest)
  if has_taken_over == false then
    return is_fresh and copies.is_usable(newest) and newest or nil
  end
  local made = age and graphene.time.human(age) .. " ago" or "at an unknown time"
  if is_fresh then
    stop(newest, ("%s is a copy of %s made %s: fresh enough%s"):format(newest.ref, source.ref, made,
      has_taken_over and "" or " (if its run was interrupted before the switch, --param copy="
        .. newest.ref .. " goes on with it)"))
  end
  if newest.id ~= target.id then
    graphene.fail(("%s has been refreshed before, and %s may have its address now: give as target "
      .. "the address that applications use (--param target=%s, if that is it)"):format(
      target.ref, newest.ref, tostring(newest.domain)), { code = "usage" })
  end
  if not age then
    graphene.log.warn("the cloud does not tell how old the last copy is: a new one is made",
      { copy = newest.ref })
  end
end

local copy = p.copy
if not copy then
  copy = earlier_copy()
elseif copy.id == target.id or copies.is_switched(target, copy) then
  stop(copy, copy.ref .. " has the target's address already")
end

-- Earlier copies that are paused and are not the one to be replaced now.
local surplus, names = {}, {}
for _, db in ipairs(earlier) do
  if p.delete_older and db.state == "paused" and db.id ~= target.id then
    surplus[#surplus + 1], names[#names + 1] = db, db.ref
  end
end
if #surplus > 0 then
  graphene.confirm(("Delete, once %s is refreshed, the earlier copies %s? This cannot be undone.")
    :format(target.ref, table.concat(names, ", ")), { target = env.name })
end

local is_switched = false
graphene.on_error(function()
  if is_switched then
    graphene.log.warn("the address is switched; what it led to before may still run and cost money",
      { served_by = copy.ref, before = target.ref })
  else
    leftovers.warn(copy and copy.ref or copies.new_ref(env, source),
      "run this again to go on with it")
  end
end)

copy = copy or graphene.clone(source, env, { timeout = p.timeout })
copy = graphene.wait(copy, "running", { timeout = p.timeout })

-- An earlier run may have been interrupted during its switch, which is over now.
target = addresses.at_rest(target, "10m"):refresh()
if copies.is_switched(target, copy:refresh()) then
  is_switched = true
else
  copy = addresses.switch(target, copy, nil, function() is_switched = true end)
end

graphene.pause(target)
local deleted = {}
for _, db in ipairs(surplus) do
  if graphene.delete(db) then deleted[#deleted + 1] = db.ref end
end

graphene.output("changed", true)
graphene.output("address", address)
graphene.output("served_by", copy.ref)
graphene.output("paused", target.ref)
graphene.output("deleted", deleted)
graphene.output("data_as_of", tostring(copy.data_as_of or copy.created_at or "unknown"))
return ("%s now leads to %s, a fresh copy of %s; %s is paused"):format(
  address, copy.ref, source.ref, target.ref)
