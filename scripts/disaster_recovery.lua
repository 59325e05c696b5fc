-- Brings a database back in another environment: clones it there and switches its address over.
--
-- Afterwards applications reach the clone at the address they have always used, without a change of
-- theirs. The origin is neither paused nor deleted. A second run finds the clone of the first one:
-- it goes on where that was interrupted, or says that all is done.

local copies = require "copies"

local p = graphene.params {
  source = {
    type = "database", default = "production/orders", help = "the database to recover",
  },
  env = { type = "environment", default = "dr", help = "where its clone is to run" },
  copy = { type = "database", help = "switch to this one, which is there, and make no clone" },
  again = { type = "boolean", default = false, help = "make a new clone whatever is there" },
  max_age = {
    type = "duration", default = "4h", help = "how old a clone left by an earlier run may be",
  },
  timeout = { type = "duration", default = "4h", help = "how long cloning may take" },
}

local started = graphene.time.now()
local source = graphene.db(p.source)
local env = graphene.environment(p.env)
local home = graphene.environment(source.ref:match("^([^/]+)/"))
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

-- The clone that an earlier run left and this one may go on with, or nil. Ends the run when there
-- is nothing left to do, or when only a person can tell.
local function earlier_copy()
  for _, copy in ipairs(copies.find(env, source.name)) do
    local switched = copies.is_switched(source, copy)
    if switched then
      report(copy, false)
      graphene.output("address", copy.bolt_url)
      graphene.skip(("already done: %s has the address of %s; --param again=true does it again")
        :format(copy.ref, source.ref))
    elseif switched == nil then
      graphene.fail(("%s exists, and its address does not tell whether it has taken over from %s: "
        .. "--param copy=%s switches to it, --param again=true makes another clone"):format(
        copy.ref, source.ref, copy.ref), { code = "conflict" })
    end
    local age = copies.age(copy)
    if age and age <= p.max_age then
      graphene.log.info("going on with the clone of an earlier run", { clone = copy.ref })
      return copy
    end
  end
end

local copy = p.copy and graphene.db(p.copy)
if not copy and not p.again then
  copy = earlier_copy()
end

graphene.on_error(function()
  graphene.log.warn("a clone that was begun stays, and costs money; a second run goes on with it",
    { clone = copy and copy.ref or "look for it in " .. env.name })
end)

copy = copy or graphene.clone(source, env, { timeout = p.timeout })
copy = graphene.wait(copy, "running", { timeout = p.timeout })

local switch = graphene.switch_dns(source, copy)
switch:verify()

copy = copy:refresh()
report(copy, true)
graphene.output("address", address)
graphene.output("seconds", graphene.time.now() - started)
graphene.log.info("to go back, once the origin is well: graphene.switch_dns(copy, origin)",
  { copy = copy.ref, origin = source.ref })
return ("%s now leads to %s, a clone of %s"):format(address, copy.ref, source.ref)
