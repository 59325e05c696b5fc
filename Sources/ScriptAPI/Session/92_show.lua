-- What an entry came to, for the person who typed it: tables for records, text for the rest.
local vm = ...
local lib = vm.lib
local inspect, names, tables, results = lib.inspect, lib.names, lib.tables, lib.results

local type, next, ipairs, rawget, rawlen = type, next, ipairs, rawget, rawlen
local getmetatable, format, sub = debug.getmetatable, string.format, string.sub

local M = {}

local MOST_ROWS, MOST_COLUMNS, MOST_KEYS, LONGEST = 1000, 12, 40, 65536

---What says which one a record is.
local naming = { "name", "number", "id" }

---@param list any[]
---@param wanted any
---@return integer? position
local function position_of(list, wanted)
  for position, value in ipairs(list) do
    if value == wanted then return position end
  end
end

---Handles that are no object of the cloud, and so no record.
local single = { time = true, secret = true, null = true }

---The kind of a record: a handle's, "table" for a table with names only, nil for anything else.
---@param value any
---@return string?
local function record_kind(value)
  local kind = vm.kind_of(value)
  if kind then return not single[kind] and kind or nil end
  if type(value) ~= "table" or vm.is_error(value) or rawlen(value) > 0 then return nil end
  local count = 0
  for key in next, value do
    count = count + 1
    if type(key) ~= "string" or count > MOST_KEYS then return nil end
  end
  return count > 0 and "table" or nil
end

---Whether a table is a list of records of one kind.
---@param value table
---@return boolean
local function is_list_of_records(value)
  local first, count = record_kind(rawget(value, 1)), rawlen(value)
  if not first then return false end
  local position = 0
  for key in next, value do
    position = position + 1
    if math.type(key) ~= "integer" or key < 1 or key > count then return false end
    if position <= MOST_ROWS and record_kind(rawget(value, key)) ~= first then return false end
    if position > 2 * MOST_ROWS then break end
  end
  return true
end

---Seconds as people write them; anything else as it is.
---@param value any
---@return any
local function human(value) return math.type(value) and vm.ask("time.human", value) or value end

---@param rows any[][]
---@param column integer? whose cells are durations
---@return any[][] rows
local function with_durations(rows, column)
  for _, cells in ipairs(column and rows or {}) do cells[column] = human(cells[column]) end
  return rows
end

---The same columns, those that say which record it is before all others.
---@param columns string[]
---@return string[]
local function naming_first(columns)
  local ordered, is_placed = {}, {}
  for _, group in ipairs({ naming, columns }) do
    for _, name in ipairs(group) do
      if position_of(columns, name) and not is_placed[name] then
        ordered[#ordered + 1], is_placed[name] = name, true
      end
    end
  end
  return ordered
end

---@param value table
---@return table? shown
local function as_table(value)
  if not is_list_of_records(value) then return nil end
  local rows = {}
  for index = 1, math.min(rawlen(value), MOST_ROWS) do rows[index] = rawget(value, index) end
  local columns, kind = tables.columns(rows), record_kind(rows[1])
  if #columns > MOST_COLUMNS then return nil end
  if kind == "table" or kind == "plugin" then columns = naming_first(columns) end
  local cells = tables.flatten(rows, columns, MOST_ROWS)
  local duration = kind == "operation" and position_of(columns, "duration") or nil
  return { columns = columns, rows = with_durations(cells, duration), left = rawlen(value) - #rows }
end

---What graphene.map returned: a row for each item.
---@param value table
---@return table shown
local function as_results(value)
  local rows = {}
  for index, item in ipairs(value) do
    if index > MOST_ROWS then break end
    local outcome = item.ok and rawget(rawget(item, "values") or {}, 1) or item.err
    rows[index] = { item = item.item, ok = item.ok, result = outcome, elapsed = item.elapsed }
  end
  results.see(value)
  local columns = { "item", "ok", "result", "elapsed" }
  local cells = tables.flatten(rows, columns, MOST_ROWS)
  return { columns = columns, rows = with_durations(cells, 4), left = rawlen(value) - #rows }
end

---@param text string
---@return string
local function cut(text) return #text > LONGEST and sub(text, 1, LONGEST) .. "…" or text end

---The text that a table's own metatable gives it; nil when there is none, or it fails.
---@param value table
---@return string?
local function own_text(value)
  local meta = getmetatable(value)
  if type(meta) ~= "table" or rawget(meta, "__tostring") == nil then return nil end
  local ok, text = vm.pcall(vm.tostring, value)
  return ok and cut(text) or nil
end

---@param value any
---@param step table
---@return string
local function text_of(value, step)
  if type(value) == "string" then
    if step.raw then return value end
    return cut(names.quote(value, LONGEST))
  end
  if type(value) == "function" and lib.graphene.names[value] then
    return "function " .. lib.graphene.names[value]
  end
  if vm.is_error(value) then return "error: " .. vm.tostring(value) end
  if type(value) == "table" then
    if lib.readonly.name(value) == "graphene.run" then
      return inspect.shown(value, step.width or 76)
    end
    return own_text(value) or inspect.shown(value, step.width or 76)
  end
  return vm.kind_of(value) and vm.tostring(value) or inspect.shown(value, step.width or 76)
end

---A value as the host shows it: `{text=}`, or `{columns=, rows=, left=}`.
---@param value any
---@param step table
---@return table
function M.value(value, step)
  if type(value) == "table" and not vm.is_error(value) then
    if results.is(value) then return as_results(value) end
    local shown = not lib.readonly.name(value) and as_table(value)
    if shown then return shown end
  end
  return { text = text_of(value, step) }
end

---A value on one short line.
---@param value any
---@return string
function M.brief(value)
  local text = type(value) == "string" and names.quote(value)
    or type(value) == "table" and not vm.is_error(value) and
      (results.is(value) and vm.tostring(value) or inspect.text(value, 1))
    or text_of(value, {})
  text = text:gsub("%s+", " ")
  return #text > 70 and format("%s…", sub(text, 1, utf8.offset(text, 0, 68) - 1)) or text
end

lib.show = M
