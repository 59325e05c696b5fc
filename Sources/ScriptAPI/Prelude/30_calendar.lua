-- Dates in UTC without the C library's: a run's time is the host's, and the C library would want
-- to open the time zone's file.
local vm = ...
local lib = vm.lib

local floor, tointeger, format, gsub = math.floor, math.tointeger, string.format, string.gsub
local type, error, math_type = type, error, math.type

local M = {}

local DAY = 86400
local days = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" }
local months = { "January", "February", "March", "April", "May", "June", "July", "August",
  "September", "October", "November", "December" }

---Days from 1970-01-01 to a civil date; months outside 1..12 count on into other years.
---@param year integer
---@param month integer
---@param day integer
---@return integer
local function days_from_civil(year, month, day)
  year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
  if month <= 2 then year = year - 1 end
  local era, year_of_era = year // 400, year % 400
  local day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
  local day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
  return era * 146097 + day_of_era - 719468
end

---The fields that os.date("*t") has.
---@param seconds integer since 1970
---@return table<string, integer|boolean>
function M.fields(seconds)
  local day_number, rest = seconds // DAY, seconds % DAY
  local z = day_number + 719468
  local era, day_of_era = z // 146097, z % 146097
  local leap_days = day_of_era // 1460 - day_of_era // 36524 + day_of_era // 146096
  local year_of_era = (day_of_era - leap_days) // 365
  local day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
  local shifted = (5 * day_of_year + 2) // 153
  local month = shifted < 10 and shifted + 3 or shifted - 9
  local year = year_of_era + era * 400 + (month <= 2 and 1 or 0)
  return {
    year = year, month = month, day = day_of_year - (153 * shifted + 2) // 5 + 1,
    hour = rest // 3600, min = rest // 60 % 60, sec = rest % 60,
    wday = (day_number + 4) % 7 + 1, yday = day_number - days_from_civil(year, 1, 1) + 1,
    isdst = false,
  }
end

---RFC 3339 in UTC, to the second.
---@param milliseconds integer
---@return string
function M.rfc3339(milliseconds)
  local t = M.fields(milliseconds // 1000)
  return format("%04d-%02d-%02dT%02d:%02d:%02dZ", t.year, t.month, t.day, t.hour, t.min, t.sec)
end

---The ISO 8601 week and the year it belongs to.
local function iso_week(t)
  local weekday = (t.wday + 5) % 7 + 1
  local thursday = days_from_civil(t.year, t.month, t.day) - weekday + 4
  local year = M.fields(thursday * DAY).year
  return (thursday - days_from_civil(year, 1, 1)) // 7 + 1, year
end

local function hour12(t) return (t.hour + 11) % 12 + 1 end

local directives
---@param pattern string
local function expand(pattern, t, seconds)
  return (gsub(pattern, "%%(.?)", function(directive)
    return directives[directive](t, seconds)
  end))
end

directives = {
  a = function(t) return days[t.wday]:sub(1, 3) end,
  A = function(t) return days[t.wday] end,
  b = function(t) return months[t.month]:sub(1, 3) end,
  B = function(t) return months[t.month] end,
  c = function(t, s) return expand("%a %b %e %H:%M:%S %Y", t, s) end,
  C = function(t) return format("%02d", t.year // 100) end,
  d = function(t) return format("%02d", t.day) end,
  D = function(t, s) return expand("%m/%d/%y", t, s) end,
  e = function(t) return format("%2d", t.day) end,
  F = function(t, s) return expand("%Y-%m-%d", t, s) end,
  g = function(t) local _, year = iso_week(t) return format("%02d", year % 100) end,
  G = function(t) local _, year = iso_week(t) return format("%d", year) end,
  H = function(t) return format("%02d", t.hour) end,
  I = function(t) return format("%02d", hour12(t)) end,
  j = function(t) return format("%03d", t.yday) end,
  m = function(t) return format("%02d", t.month) end,
  M = function(t) return format("%02d", t.min) end,
  n = function() return "\n" end,
  p = function(t) return t.hour < 12 and "AM" or "PM" end,
  r = function(t, s) return expand("%I:%M:%S %p", t, s) end,
  R = function(t, s) return expand("%H:%M", t, s) end,
  s = function(_, s) return format("%d", s) end,
  S = function(t) return format("%02d", t.sec) end,
  t = function() return "\t" end,
  T = function(t, s) return expand("%H:%M:%S", t, s) end,
  u = function(t) return format("%d", (t.wday + 5) % 7 + 1) end,
  U = function(t) return format("%02d", (t.yday + 7 - t.wday) // 7) end,
  V = function(t) return format("%02d", (iso_week(t))) end,
  w = function(t) return format("%d", t.wday - 1) end,
  W = function(t) return format("%02d", (t.yday + 6 - (t.wday + 5) % 7) // 7) end,
  x = function(t, s) return expand("%m/%d/%y", t, s) end,
  X = function(t, s) return expand("%H:%M:%S", t, s) end,
  y = function(t) return format("%02d", t.year % 100) end,
  Y = function(t) return format("%d", t.year) end,
  z = function() return "+0000" end,
  Z = function() return "UTC" end,
  ["%"] = function() return "%" end,
}
directives.h = directives.b

local function now_seconds() return vm.ask("now") // 1000 end

---@param value any
---@param name string the C function's name, for the message
---@param position integer
---@return integer
local function whole(value, name, position)
  local seconds = type(value) == "number" and (math_type(value) == "integer" and value
    or tointeger(value)) or nil
  if seconds and seconds > -1e13 and seconds < 1e13 then return seconds end
  error(format("bad argument #%d to '%s' (a time in whole seconds expected, got %s)",
    position, name, lib.names.given(value)), 3)
end

---os.date; the run's zone is UTC.
---@param pattern? string
---@param time? integer
function M.date(pattern, time)
  if pattern ~= nil and type(pattern) ~= "string" then
    error(format("bad argument #1 to 'date' (string expected, got %s)", type(pattern)), 2)
  end
  pattern = gsub(pattern or "%c", "^!", "")
  local seconds = time == nil and now_seconds() or whole(time, "date", 2)
  local t = M.fields(seconds)
  if pattern:sub(1, 2) == "*t" then return t end
  pattern = gsub(pattern, "%%[EO](%a)", "%%%1")
  for directive in pattern:gmatch("%%(.?)") do
    if not directives[directive] then
      error(format("bad argument #1 to 'date' (invalid conversion specifier '%%%s')", directive), 2)
    end
  end
  return expand(pattern, t, seconds)
end

---@param t table
---@param name string
---@param default? integer
---@return integer
local function date_field(t, name, default)
  local value = t[name]
  if value == nil and default then return default end
  if value == nil then error(format("field '%s' missing in date table", name), 3) end
  local integer = tointeger(tonumber(value))
  if not integer then error(format("field '%s' is not an integer", name), 3) end
  if integer < -1e8 or integer > 1e8 then error(format("field '%s' is out-of-bound", name), 3) end
  return integer
end

---os.time; a table is read as UTC and its fields are normalised, as Lua does.
---@param t? table
---@return integer
function M.time(t)
  if t == nil then return now_seconds() end
  if type(t) ~= "table" then
    error(format("bad argument #1 to 'time' (table expected, got %s)", type(t)), 2)
  end
  local year, month, day = date_field(t, "year"), date_field(t, "month"), date_field(t, "day")
  local hour, min, sec = date_field(t, "hour", 12), date_field(t, "min", 0), date_field(t, "sec", 0)
  local seconds = days_from_civil(year, month, day) * DAY + hour * 3600 + min * 60 + sec
  for name, value in pairs(M.fields(floor(seconds))) do t[name] = value end
  return seconds
end

lib.calendar = M
