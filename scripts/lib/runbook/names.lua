--- Names that tell the day: `orders_20261123`.

local graphene = require "graphene"

local M = {}

-- As graphene.clone cuts it, so that there is room for what follows.
local LONGEST = 18

---Returns a name with a day behind it, by default that of the run: `orders_20261123`. A run that is
---taken up again on another day keeps the name, for its day is that of its beginning.
---@param base string what is named, cut to 18 characters
---@param day string? `2026-11-23`
---@return string
function M.dated(base, day)
  day = day or graphene.run.date
  local year, month, date = day:match("^(%d%d%d%d)-(%d%d)-(%d%d)$")
  if not year then
    graphene.fail(("%s is no day: write it as 2026-11-23"):format(day), { code = "usage" })
  end
  return ("%s_%s%s%s"):format(base:sub(1, LONGEST), year, month, date)
end

---Returns what a dated name is of, and its day; nil for any other name.
---@param name string
---@return string? base
---@return string? day `2026-11-23`
function M.date_of(name)
  local base, year, month, date = name:match("^(.+)_(%d%d%d%d)(%d%d)(%d%d)$")
  if not base then return nil end
  local is_day = tonumber(month) >= 1 and tonumber(month) <= 12 and tonumber(date) >= 1
    and tonumber(date) <= 31
  if is_day then return base, ("%s-%s-%s"):format(year, month, date) end
end

return M
