-- Brings a database back in another environment: makes a copy there and switches its address over.
--
-- Afterwards applications reach the copy at the address they have always used, without a change of
-- theirs. The copy is a clone or, where the origin is too broken for one, its newest snapshot; how
-- old its data is, is told, and asked about, before anything is changed. The origin is neither
-- paused nor deleted, and failback.lua goes back to it. A second run takes up the copy of the first
-- one: it goes on where that was interrupted, or says that all is done.

local addresses = require "addresses"
local commands = require "commands"
local copies = require "copies"
local fresh_copy = require "fresh_copy"
local leftovers = require "leftovers"

local p = graphene.params {
  source = {
    type = "database", default = "production/orders", help = "the database to recover",
  },
  env = { type = "environment", default = "dr", help = "where its copy is to run" },
  address = {
    type = "database",
    help = "the domain that applications use: tells for certain what has been done already",
  },
  from = {
    type = "enum", values = { "clone", "snapshot" }, default = "clone",
    help = "what the copy is made of; of a clone that fails, the newest snapshot takes the place",
  },
  copy = { type = "database", help = "switch to this one, which is there, and make none" },
  new_copy = {
    type = "boolean", default = false,
    help = "make a new copy, even where an earlier run left one",
  },
  reuse_within = {
    type = "duration", default = "4h", help = "how old a copy left by an earlier run may be",
  },
  max_age = {
    type = "duration", default = "24h", help = "how old the data may be; older data is refused",
  },
  check = {
    type = "enum", values = { "bolt", "none" }, default = "bolt",
    help = "whether the copy must answer from here before the switch",
  },
  timeout = { type = "duration", default = "4h", help = "how long making the copy may take" },
}

graphene.limits { switch_dns = 1, delete = 0, restore = 0, total = 6 }

local started = graphene.time.now()
local source, env, carrier = p.source, p.env, p.address
local home = graphene.environment(source.env)
local address = addresses.of(source)

if env.id == home.id then
  graphene.fail(("%s is in %s itself: name another environment to recover to"):format(
    source.ref, env.name), { code = "usage" })
end
if env.region and env.region == home.region then
  graphene.log.warn("both environments are in one region: what takes one down may take both",
    { region = env.region })
end

local function go_back(copy, domain)
  return commands.line("failback.lua", {
    { "origin", source.ref }, { "copy", copy.ref }, { "address", domain },
  })
end

local function report(copy, domain, changed)
  graphene.output("changed", changed)
  graphene.output("origin", source.ref)
  graphene.output("served_by", copy.ref)
  graphene.output("address", domain)
  graphene.output("go_back", go_back(copy, domain))
end

-- How old data is, as a phrase, and from when.
local function dated(time)
  if not time then return "of an unknown time" end
  return ("of %s, %s ago"):format(tostring(time),
    graphene.time.human(graphene.time.now() - time))
end

-- Whether a copy has taken over the address of the source; nil when that cannot be told.
local function has_taken_over(copy)
  if carrier then return carrier.id == copy.id end
  return copies.is_switched(source, copy)
end

-- Ends the run when a copy has taken over: switching once more would take the address back.
local function stop_if_done(copy)
  if not has_taken_over(copy) then return end
  report(copy, addresses.of(copy), false)
  graphene.skip(("already done: %s has the address that %s had; nothing was changed"):format(
    copy.ref, source.ref))
end

-- The copy with the newest data that an earlier run left and this one may go on with, or nil, and
-- from when its data is.
local function earlier_copy()
  local found, best, best_time = copies.find(env, source.name), nil, nil
  for _, copy in ipairs(found) do stop_if_done(copy) end
  for _, copy in ipairs(p.new_copy and {} or found) do
    if has_taken_over(copy) == nil then
      graphene.fail(("%s is a copy of %s made at %s, and the account does not tell whether it has "
        .. "taken over: give the domain that applications use, as --param address=, or what is to "
        .. "be done, as --param copy=%s or --param new_copy=true"):format(copy.ref, source.ref,
        tostring(copy.created_at), copy.ref), { code = "outcome_unknown" })
    end
    local age = copies.age(copy)
    if age and age <= p.reuse_within and copies.is_usable(copy) then
      local time = copies.data_time(copy, source)
      local is_young = time and graphene.time.now() - time <= p.max_age
      if is_young and (not best_time or time > best_time) then best, best_time = copy, time end
    end
  end
  return best, best_time
end

-- What the address is to lead to: a copy that is there, or one of a snapshot, or else a clone.
local function plan()
  if p.copy then
    stop_if_done(p.copy)
    if p.copy.state == "paused" and not p.copy.pending then
      graphene.fail(("%s is paused: start it first, with %s"):format(p.copy.ref,
        commands.line("resume.lua", { { "db", p.copy.ref } })), { code = "conflict" })
    end
    return { copy = p.copy, time = p.copy.created_at }
  end
  local copy, time = earlier_copy()
  if copy then return { copy = copy, time = time } end
  local is_asked_for = p.from == "snapshot"
  if not is_asked_for and fresh_copy.can_be_cloned(source) then return {} end
  local snapshot = copies.newest_snapshot(source)
  if snapshot and is_asked_for then
    fresh_copy.check_age(snapshot, p.max_age, "a snapshot was asked for")
  elseif is_asked_for then
    graphene.fail(source.ref .. " has no usable on-demand snapshot; scheduled ones the API does "
      .. "not show", { code = "not_found" })
  elseif snapshot and graphene.time.now() - snapshot.created_at > p.max_age then
    snapshot = nil
  end
  return { snapshot = snapshot, time = snapshot and snapshot.created_at }
end

local condition

-- Asks whether the address may be switched, telling to what and how old its data is.
local function ask(planned)
  local to, data = "a clone made now", "Its data is of now"
  if planned.copy and p.copy then
    to, data = planned.copy.ref, ("It was made at a time %s"):format(dated(planned.time))
  elseif planned.copy then
    to = ("%s, %s by an earlier run"):format(planned.copy.ref,
      planned.copy.pending and "being made" or "made")
    data = "Its data is " .. dated(planned.time)
  elseif planned.snapshot then
    to = "a copy of its snapshot " .. (planned.snapshot.label or planned.snapshot.id)
    data = "Its data is " .. dated(planned.time)
  end
  graphene.confirm(("Switch the address of %s, which is %s, to %s, in %s? %s: what is written to "
    .. "%s after that is left behind."):format(source.ref, condition, to, env.name, data,
    source.ref), { target = source.ref })
end

local planned = plan()
if carrier and carrier.id ~= source.id then
  graphene.fail(("the address given leads to %s and not to %s: switching %s would not move it")
    :format(carrier.ref, source.ref, source.ref), { code = "usage" })
end
condition = addresses.condition(source)
ask(planned)

local begun, switched_to
graphene.on_error(function(err)
  if switched_to then
    graphene.log.warn("the address was switched: look at what it leads to, before you go back", {
      served_by = switched_to.ref, go_back = go_back(switched_to, address),
    })
  elseif begun then
    local again = commands.line("disaster_recovery.lua", {
      { "source", source.ref }, { "env", env.name }, { "address", carrier and address },
      { "copy", p.copy and p.copy.ref },
    })
    if err.code == "unhealthy" then
      again = again .. " (with --param check=none, if it is only not to be reached from here)"
    end
    leftovers.warn(begun, "to go on with it, run again: " .. again)
  end
end)

-- Waits for a copy that is there, and returns nil when nothing comes of one that an earlier run
-- left.
local function settled(copy)
  begun = copy.ref
  local has_settled, result = pcall(graphene.wait, copy, "running", { timeout = p.timeout })
  if has_settled then return result end
  if p.copy then error(result, 0) end
  leftovers.warn(copy.ref, "nothing came of it; look at it, and delete it if it is not needed")
  begun = nil
end

-- Takes the snapshot's way after the clone's has failed; asks again, for the data is older.
local function fall_back(err)
  begun = nil
  local snapshot = copies.newest_snapshot(source)
  if not snapshot then
    graphene.log.warn("there is no usable on-demand snapshot to fall back to",
      { database = source.ref })
    error(err, 0)
  end
  local because = tostring(err.message)
  fresh_copy.check_age(snapshot, p.max_age, because)
  graphene.log.warn(because .. ": falling back to its newest snapshot",
    { snapshot = snapshot.id, taken = tostring(snapshot.created_at) })
  planned = { snapshot = snapshot, time = snapshot.created_at }
  ask(planned)
end

-- Takes up or makes the copy; returns it, and from when its data is.
local function obtain()
  if planned.copy then
    local copy = settled(planned.copy)
    if copy then return copy, planned.time end
  end
  if not planned.snapshot then
    begun = copies.new_ref(env, source)
    local clone, err = fresh_copy.clone(source, env, p.timeout)
    if clone then return clone, clone.data_as_of or clone.created_at end
    fall_back(err)
  end
  begun = copies.new_ref(env, source, copies.FROM_SNAPSHOT)
  return fresh_copy.from_snapshot(source, env, planned.snapshot, p.timeout), planned.time
end

local copy, data_time = obtain()
begun = copy.ref

-- An earlier run may have been interrupted during its switch, which is over now.
source = addresses.at_rest(source, "10m")
copy = addresses.at_rest(copy, "10m"):refresh()
source:refresh()
carrier = carrier and address and graphene.find_db(address)
stop_if_done(copy)
graphene.log.info("the address will lead to " .. copy.ref, { data = dated(data_time) })
copy = addresses.switch(source, copy, p.check == "bolt" and "bolt" or nil, function()
  switched_to = copy
end)

report(copy, address, true)
graphene.output("data_as_of", tostring(data_time or "unknown"))
graphene.output("seconds", math.floor(graphene.time.now() - started + 0.5))
graphene.log.info("to go back, once the origin is well: " .. go_back(copy, address))
return ("%s now leads to %s, with the data of %s %s"):format(
  address or "the address", copy.ref, source.ref, dated(data_time))
