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

---Switches an address, then reads the cloud anew: it must lead to the new database, which must run.
---@param from table
---@param to table
---@param on_switched fun() is called between the switch and the reading
---@return table to as it is afterwards
function M.switch(from, to, on_switched)
  local address = M.of(from)
  local switch = graphene.switch_dns(from, to)
  on_switched()
  if not switch:verify() then
    look(("the address of %s was switched to %s, and has been moved again since: somebody else may "
      .. "be at work on it"):format(from.ref, to.ref))
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
