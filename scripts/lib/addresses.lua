-- Leads an address from one database to another, and looks whether it got there.

local graphene = require "graphene"

local M = {}

---Returns a database's address as other scripts take it as a parameter.
---@param db table
---@return string?
function M.of(db) return db.domain or db.bolt_url end

---Waits until nothing is at work on a database, such as the switch of an interrupted run: only then
---do addresses tell how that ended. Gives up in silence, for what comes next says it better.
---@param db table
---@param timeout number|string
---@return table db as it is then
function M.at_rest(db, timeout)
  if not (db.pending or db.locked) then return db end
  graphene.log.info("waiting for what is at work on it", { database = db.ref })
  local is_at_rest, rested = pcall(graphene.wait, db, function(fresh)
    return not fresh.pending and not fresh.locked
  end, { timeout = timeout })
  return is_at_rest and rested or graphene.db(db)
end

-- Fails the run: whether applications reach the right database is for a person to find out.
local function look(text) graphene.fail(text, { code = "outcome_unknown" }) end

---Tells how a database is and whether it answers, as a phrase: `running and answers (Bolt 5.8)`.
---@param db table
---@return string
function M.condition(db)
  local could_probe, probe = pcall(graphene.probe, db)
  if not could_probe then return db.state end
  return ("%s and %s (%s)"):format(db.state, probe.ok and "answers" or "does not answer",
    tostring(probe.detail))
end

-- Whether a switch stands, and why not. What resolves names may know the old address for a while.
local function stands(switch)
  local reason
  local is_standing, err = pcall(graphene.wait_until, function()
    local verified, why = switch:verify()
    reason = why
    return verified
  end, { timeout = "5m", every = "15s" })
  return is_standing, reason or tostring(err)
end

---Switches an address, then reads the cloud anew: it must lead to the new database, which must run.
---@param from table
---@param to table
---@param check string? "bolt": the new database must answer before the switch, and after it
---@param on_switched fun() is called between the switch and the reading
---@return table to as it is afterwards
function M.switch(from, to, check, on_switched)
  local address = M.of(from)
  if check and not to.domain then
    graphene.log.warn("it has no address of its own, so that whether it answers is not checked",
      { database = to.ref })
    check = nil
  end
  local switch = graphene.switch_dns(from, to, { check = check })
  on_switched()
  local is_standing, reason = stands(switch)
  if not is_standing then
    look(("the address of %s was switched to %s, and does not lead there: %s"):format(
      from.ref, to.ref, reason))
  end
  to = graphene.db(to)
  local served_by = address and graphene.find_db(address)
  if address and served_by ~= to then
    look(("%s was switched to %s, and leads to %s"):format(
      address, to.ref, served_by and served_by.ref or "nothing that can be seen"))
  end
  if to.state ~= "running" then
    look(("%s leads to %s, which is %s"):format(address or "the address", to.ref, to.state))
  end
  return to
end

return M
