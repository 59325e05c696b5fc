-- Tells what a failed run has left in the cloud and what may cost money there.

local graphene = require "graphene"

local M = {}

---Warns of a database that a failed run began, unless it is certain that there is none.
---
---Meant for handlers of graphene.on_error: it never fails itself.
---@param ref string
---@param advice string what to do about it
function M.warn(ref, advice)
  local could_look, db = pcall(graphene.find_db, ref)
  if could_look and not db then return end
  graphene.log.warn(("%s %s, and may cost money: %s"):format(
    ref, could_look and "was begun and stays" or "may have been begun", advice),
    { state = could_look and db.state or "unknown" })
end

---Ends the run because of a copy that is there and does not run: it may be what a failure left.
---@param db table
function M.refuse(db)
  graphene.output("changed", false)
  graphene.output("database", db.ref)
  graphene.fail(("%s exists and is %s: on purpose, or left by a run that failed, and then it is "
    .. "empty. Look at it: resume.lua starts it, delete.lua deletes it; nothing was changed"):format(
    db.ref, db.state), { code = "unhealthy" })
end

return M
