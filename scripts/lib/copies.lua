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

---Returns a database's age in seconds, or nil when the cloud does not tell when it was made.
---@param db table
---@return number?
function M.age(db)
  return db.created_at and graphene.time.now() - db.created_at
end

-- Whether an address was made for a database: new ones carry its id or its name.
local function is_of(address, db)
  address = (address or ""):lower()
  local name = db.name:gsub("_", "-")
  return address:find(db.id:sub(1, 8):lower(), 1, true) ~= nil
    or address:find(db.name, 1, true) ~= nil
    or address:find(name, 1, true) ~= nil
end

---Returns whether a database has exchanged addresses with its copy: nil when these do not tell.
---@param origin table
---@param copy table
---@return boolean?
function M.is_switched(origin, copy)
  if is_of(origin.domain, copy) then return true end
  if is_of(copy.domain, copy) and is_of(origin.domain, origin) then return false end
  return nil
end

return M
