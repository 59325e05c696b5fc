--- Guards: what a script must never touch, whatever it is told.

local graphene = require "graphene"

local M = {}

---@class Guard
---@field patterns string[]
local Guard = {}
Guard.__index = Guard

-- A glob as a Lua pattern: `*` is any text but a slash, `?` one character of it.
local function pattern_of(glob)
  local escaped = glob:gsub("[%^%$%(%)%%%.%[%]%+%-]", "%%%0")
  return "^" .. escaped:gsub("%*", "[^/]*"):gsub("%?", "[^/]") .. "$"
end

---Returns a guard for patterns of `environment/name`, such as `production/*`; one without a slash
---stands for an environment and all that is in it. Capital letters make no difference.
---@param patterns string[]
---@return Guard
function M.new(patterns)
  local list = {}
  for index, glob in ipairs(patterns) do
    list[index] = glob:find("/", 1, true) and glob or glob .. "/*"
  end
  return setmetatable({ patterns = list }, Guard)
end

---Returns the pattern that covers a database, or nil when it may be touched. One whose environment
---or name is not known is covered by all.
---@param db { env: string?, name: string? }
---@return string? pattern
function Guard:covering(db)
  for _, glob in ipairs(self.patterns) do
    if not db.env or not db.name then return glob end
    local ref = (db.env .. "/" .. db.name):lower()
    if ref:find(pattern_of(glob:lower())) then return glob end
  end
end

---Returns the pattern that covers a whole environment, or nil when none does.
---@param name string
---@return string? pattern
function Guard:covering_environment(name) return self:covering({ env = name, name = "*" }) end

---Fails the run with `protected` when a database may not be touched.
---@param db table
---@param what string what was to be done to it: "paused"
---@return table db
function Guard:check(db, what)
  local glob = self:covering(db)
  if not glob then return db end
  graphene.fail(("%s is not to be %s: it is protected by the guard `%s`"):format(
    db.ref or tostring(db), what, glob), { code = "protected" })
end

---Returns those of some databases that may be touched, and the others.
---@param databases table[]
---@return table[] free, table[] covered
function Guard:split(databases)
  local free, covered = {}, {}
  for _, db in ipairs(databases) do
    local list = self:covering(db) and covered or free
    list[#list + 1] = db
  end
  return free, covered
end

return M
