-- Finds again the copies that scripts make of a database, by what the account shows.
--
-- A copy is called <name, cut to 18>_<short id of its run>, as graphene.clone names it, and in one
-- run's second and third copy with _2 and _3 after that; with _s, when it was made from a snapshot.

local graphene = require "graphene"

local M = {}

---What the name of a copy ends with whose data is a snapshot's, and so older than the copy.
M.FROM_SNAPSHOT = "_s"

-- The longest time that anything asks for.
local EVER = "36500d"

---Returns the name, cut to 18, of what a database is a copy of, or nil when its name is no copy's.
---@param name string
---@return string?
function M.base(name)
  local base, rest = name:match("^(.+)_%x%x%x%x%x%x(.*)$")
  if base and (rest == "" or rest == M.FROM_SNAPSHOT or rest:match("^_%d+$")) then return base end
end

---Returns whether a name is one that a copy of a database of another name gets.
---@param name string
---@param base string the copied database's name
---@return boolean
function M.is_copy_name(name, base) return M.base(name) == base:sub(1, 18) end

---Returns what this run's first copy is called, with its environment.
---@param env table
---@param origin table
---@param ending string? FROM_SNAPSHOT for one made from a snapshot
---@return string
function M.new_ref(env, origin, ending)
  return ("%s/%s_%s%s"):format(env.name, origin.name:sub(1, 18), graphene.run.short_id,
    ending or "")
end

---Returns the newest usable snapshot of a database, however old, or nil; warns where that cannot be
---read.
---@param db table
---@param before table? only one taken before this time
---@return table?
function M.newest_snapshot(db, before)
  local could_read, snapshot = pcall(graphene.latest_snapshot, db, {
    max_age = EVER, before = before,
  })
  if could_read then return snapshot end
  graphene.log.warn("the snapshots cannot be read", {
    database = db.ref, error = tostring(snapshot),
  })
end

---Returns from when the data of a copy is, or nil when the cloud does not tell. What was written to
---the copy itself is not counted.
---@param copy table
---@param origin table
---@return table?
function M.data_time(copy, origin)
  if not copy.created_at or copy.name:sub(-2) ~= M.FROM_SNAPSHOT then return copy.created_at end
  local snapshot = M.newest_snapshot(origin, copy.created_at)
  return snapshot and snapshot.created_at
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

---Returns the database that an address was made for, or nil when none of them.
---@param databases table[]
---@param address string?
---@return table?
function M.owner(databases, address)
  for _, db in ipairs(databases) do
    if carries_id(address, db) then return db end
  end
end

---Returns whether a database certainly has the address it was made with.
---@param db table
---@return boolean
function M.has_own_address(db) return carries_id(db.domain, db) end

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
