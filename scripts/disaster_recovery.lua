-- Brings a database back in another environment: clones it there and switches its address over.
--
-- Afterwards applications reach the clone at the address they have always used, without a change of
-- theirs. The origin is neither paused nor deleted. A second run finds the clone of the first one:
-- it goes on where that was interrupted, or says that all is done.

local copies = require "copies"
local leftovers = require "leftovers"

local p = graphene.params {
  source = {
    type = "database", default = "production/orders", help = "the database to recover",
  },
  env = { type = "environment", default = "dr", help = "where its clone is to run" },
  address = {
    type = "database",
    help = "the domain that applications use: tells for certain what has been done already",
  },
  copy = { type = "database", help = "switch to this one, which is there, and make no clone" },
  new_clone = {
    type = "boolean", default = false,
    help = "make a new clone where the account does not tell whether an earlier one took over",
  },
  max_age = {
    type = "duration", default = "4h", help = "how old a clone left by an earlier run may be",
  },
  timeout = { type = "duration", default = "4h", help = "how long cloning may take" },
}

local started = graphene.time.now()
local source, env = p.source, p.env
local home = graphene.environment(source.env)
local address = source.bolt_url

if env.id == home.id then
  graphene.fail(("%s is in %s itself: name another environment to recover to"):format(
    source.ref, env.name), { code = "usage" })
end
if env.region and env.region == home.region then
  graphene.log.warn("both environments are in one region: what takes one down may take both",
    { region = env.region })
end

local function report(copy, changed)
  graphene.output("changed", changed)
  graphene.output("origin", source.ref)
  graphene.output("served_by", copy.ref)
  graphene.output("data_as_of", tostring(copy.data_as_of or copy.created_at or "unknown"))
end

local carrier = p.address

-- Whether a clone has taken over the address of the source; nil when that cannot be told.
local function has_taken_over(copy)
  if carrier then return carrier.id == copy.id end
  return copies.is_switched(source, copy)
end

-- Ends the run when a clone has taken over: switching once more would take the address back.
local function stop_if_done(copy)
  if not has_taken_over(copy) then return end
  report(copy, false)
  graphene.output("address", copy.bolt_url)
  graphene.skip(("already done: %s has the address that %s had; nothing was changed"):format(
    copy.ref, source.ref))
end

-- The clone that an earlier run left and this one may go on with, or nil.
local function earlier_copy()
  local found = copies.find(env, source.name)
  for _, copy in ipairs(found) do stop_if_done(copy) end
  for _, copy in ipairs(p.new_clone and {} or found) do
    if has_taken_over(copy) == nil then
      graphene.fail(("%s is a clone of %s made at %s, and the account does not tell whether it has "
        .. "taken over: give the domain that applications use, as --param address=, or what is to "
        .. "be done, as --param copy=%s or --param new_clone=true"):format(copy.ref, source.ref,
        tostring(copy.created_at), copy.ref), { code = "outcome_unknown" })
    end
    local age = copies.age(copy)
    if age and age <= p.max_age and copies.is_usable(copy) then
      graphene.log.info("going on with the clone of an earlier run", { clone = copy.ref })
      return copy
    end
  end
end

local copy
if p.copy then
  copy = p.copy
  stop_if_done(copy)
else
  copy = earlier_copy()
end
if carrier and carrier.id ~= source.id then
  graphene.fail(("the address given leads to %s and not to %s: switching %s would not move it")
    :format(carrier.ref, source.ref, source.ref), { code = "usage" })
end

graphene.on_error(function()
  leftovers.warn(copy and copy.ref or copies.new_ref(env, source),
    "run this again to go on with it")
end)

copy = copy or graphene.clone(source, env, { timeout = p.timeout })
copy = graphene.wait(copy, "running", { timeout = p.timeout })

local switch = graphene.switch_dns(source, copy)
switch:verify()

copy = copy:refresh()
report(copy, true)
graphene.output("address", address)
graphene.output("seconds", math.floor(graphene.time.now() - started + 0.5))
graphene.log.info("to go back, once the origin is well: graphene.switch_dns(copy, origin)",
  { copy = copy.ref, origin = source.ref })
return ("%s now leads to %s, a clone of %s"):format(address, copy.ref, source.ref)
