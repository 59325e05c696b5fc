-- Goes back after a recovery: switches the address from the copy to the origin, once that is well.
--
-- Needs nothing of the recovery's own run: the copy and the origin are found by what the account
-- shows, or are given. What was written to the copy stays there and is not merged into the origin,
-- so this tells since when, and asks. The copy goes on running, and costs money, until it is
-- deleted. A second run sees that the origin has its address, and changes nothing.

local addresses = require "addresses"
local commands = require "commands"
local copies = require "copies"

local p = graphene.params {
  origin = { type = "database", help = "the database to go back to" },
  copy = { type = "database", help = "the copy that has taken its address over" },
  address = {
    type = "database",
    help = "the domain that applications use: tells for certain where they are now",
  },
  check = {
    type = "enum", values = { "bolt", "none" }, default = "bolt",
    help = "whether the origin must answer from here before the switch",
  },
  timeout = {
    type = "duration", default = "20m", help = "how long to wait for what is at work on them",
  },
}

graphene.limits { switch_dns = 1, total = 1 }

local carrier = p.address
if not (p.origin or p.copy or carrier) then
  graphene.fail("give the origin, as --param origin=, or the domain that applications use, as "
    .. "--param address=", { code = "usage" })
end

-- Ends the run when the address is where it belongs.
local function stop(origin)
  graphene.output("changed", false)
  graphene.output("served_by", origin.ref)
  graphene.output("address", addresses.of(origin))
  graphene.skip(("%s has its own address: there is nothing to switch back; nothing was changed")
    :format(origin.ref))
end

-- The database that the address was made for; failing that, the only one that the copy's name fits.
local function origin_of(copy)
  local others = graphene.databases { where = function(db) return db.id ~= copy.id end }
  local owner = copies.owner(others, copy.domain)
  if owner then return owner end
  if copies.has_own_address(copy) then stop(copy) end
  local base, fitting = copies.base(copy.name), {}
  for _, db in ipairs(others) do
    local is_like = base and not copies.base(db.name) and db.name:sub(1, 18) == base
    if is_like then fitting[#fitting + 1] = db end
  end
  if #fitting == 1 then return fitting[1] end
  graphene.fail(("the account does not tell what %s is a copy of: give it as --param origin=")
    :format(copy.ref), { code = "usage" })
end

-- The copy that has an origin's address now. Ends the run when the origin has it.
local function copy_of(origin)
  if carrier then
    if carrier == origin then stop(origin) end
    return carrier
  end
  if copies.has_own_address(origin) then stop(origin) end
  local candidates = p.copy and { p.copy } or graphene.databases { where = function(db)
    return copies.is_copy_name(db.name, origin.name)
  end }
  for _, copy in ipairs(candidates) do
    if copies.is_switched(origin, copy) then return copy end
  end
  graphene.fail(("the account does not tell what has the address of %s now: give the domain that "
    .. "applications use, as --param address="):format(origin.ref), { code = "outcome_unknown" })
end

-- What an earlier run began must have ended before the addresses tell anything.
local origin = addresses.at_rest(p.origin or origin_of(carrier or p.copy), p.timeout):refresh()
if p.copy then addresses.at_rest(p.copy, p.timeout):refresh() end
carrier = carrier and graphene.db(addresses.of(carrier))
local copy = copy_of(origin)
if p.copy and p.copy ~= copy then
  graphene.fail(("the address leads to %s and not to %s: somebody has moved it since"):format(
    copy.ref, p.copy.ref), { code = "usage" })
end
if origin == copy then
  graphene.fail("the origin and the copy are one database", { code = "usage" })
end

if origin.state ~= "running" then
  local hint = origin.state ~= "paused" and "see to it first"
    or "start it first, with " .. commands.line("resume.lua", { { "db", origin.ref } })
  graphene.fail(("%s is %s, and applications would be led to it: %s"):format(
    origin.ref, origin.state, hint), { code = "conflict" })
end

local made = copy.created_at
local since = made and ("it was made at %s, %s ago"):format(
  tostring(made), graphene.time.human(graphene.time.now() - made)) or "when it was made is unknown"
graphene.log.info("to take the data of the copy along, first restore the origin from a snapshot of "
  .. "it: " .. commands.line("restore.lua", { { "db", origin.ref }, { "source", copy.ref } }))
graphene.confirm(("Switch the address of %s back to %s, which is %s? What was written to %s "
  .. "(%s) stays there: %s has its own data, of before the recovery."):format(copy.ref, origin.ref,
  addresses.condition(origin), copy.ref, since, origin.ref), { target = origin.ref })

local is_switched = false
graphene.on_error(function()
  if not is_switched then return end
  graphene.log.warn("the address was switched: look at what it leads to",
    { origin = origin.ref, copy = copy.ref })
end)

local address = addresses.of(copy)
origin = addresses.switch(copy, origin, p.check == "bolt" and "bolt" or nil, function()
  is_switched = true
end)

graphene.output("changed", true)
graphene.output("address", address)
graphene.output("served_by", origin.ref)
graphene.output("left_behind", copy.ref)
graphene.output("copy_made_at", tostring(made or "unknown"))
graphene.output("undo", commands.line("disaster_recovery.lua", {
  { "source", origin.ref }, { "env", copy.env }, { "copy", copy.ref }, { "address", address },
}))
return ("%s leads to %s again; %s goes on running, with what was written to it"):format(
  address or "the address", origin.ref, copy.ref)
