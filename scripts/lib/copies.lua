-- Finds again the copies that scripts make of a database, by what the account shows.
--
-- A copy is called <name, cut to 18>_<short id of its run>, as graphene.clone names it, and in one
-- run's second and third copy with _2 and _3 after that.

local graphene = require "graphene"

local M = {}

---Returns whether a name is one that a copy of a database of another name gets.
---@param name string
---@param base string the copied database's name
---@return boolean
function M.is_copy_name(name, base)
  local prefix = base:sub(1, 18) .. "_"
  if name:sub(1, #prefix) ~= prefix then return false end
  local rest = name:sub(#prefix + 1)
  return rest:match("^%x%x%x%x%x%x$") ~= nil or rest:match("^%x%x%x%x%x%x_%d+$") ~= nil
end

---Returns what graphene.clone calls this run's first copy, with its environment.
---@param env table
---@param origin table
---@return string
function M.new_ref(env, origin)
  return ("%s/%s_%s"):format(env.name, origin.name:sub(1, 18), graphene.run.short_id)
end

---Returns the copies in an environment of databases of a name, the newest first.
---@param env string|table
---@param base string the copied database's name
---@return table[] copies
function M.find(env, base)
  local copies = graphene.databases { env = env, where = function(db)
    return M.is_copy_name(db.name, base)
  end }
  table.sort(copies, function(a, b)
    if a.created_at and b.created_at and a.created_at ~= b.created_at then
      return a.created_at > b.created_at
    end
    return a.name < b.name
  end)
  return copies
end

---Returns whether a copy is complete, or being made: one that is neither was left by a failure, and
---may be empty. Warns of that.
---@param copy table
---@return boolean
function M.is_usable(copy)
  if copy.state == "running" or copy.pending then return true end
  graphene.log.warn(("%s is not taken, for it does not run: look at it, and delete it if it is not "
    .. "needed"):format(copy.ref), { state = copy.state })
  return false
end

---Returns a database's age in seconds, or nil when the cloud does not tell when it was made.
---@param db table
---@return number?
function M.age(db)
  return db.created_at and graphene.time.now() - db.created_at
end

-- Whether an address carries a database's id, as the addresses of new databases do.
local function carries_id(address, db)
  return (address or ""):lower():find(db.id:sub(1, 8):lower(), 1, true) ~= nil
end

-- Whether an address was made for a copy. A copy's whole name tells as much as its id; the name of
-- an origin would not, for it is a part of the names of its copies.
local function is_own(address, copy)
  local name = copy.name:gsub("_", "-")
  address = (address or ""):lower()
  return carries_id(address, copy) or address:find(copy.name, 1, true) ~= nil
    or address:find(name, 1, true) ~= nil
end

---Returns whether a copy has taken over an origin's address: nil when the addresses do not tell.
---@param origin table
---@param copy table
---@return boolean?
function M.is_switched(origin, copy)
  if carries_id(copy.domain, origin) or is_own(origin.domain, copy) then return true end
  if is_own(copy.domain, copy) then return false end
  return nil
end

---Returns the copy that has the address a database was made with, or nil.
---@param copies table[]
---@param origin table
---@return table?
function M.carrier(copies, origin)
  for _, copy in ipairs(copies) do
    if carries_id(copy.domain, origin) then return copy end
  end
end

return M
