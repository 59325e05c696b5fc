-- graphene.table: records as rows of cells, one for each dotted path.
local vm = ...
local lib = vm.lib
local errors, names, plain = lib.errors, lib.names, lib.plain

local type, ipairs, pairs, next, format = type, ipairs, pairs, next, string.format

local M = {}

-- What is worth a column when the script names none.
local usual_columns = {
  database = { "env", "name", "state", "plan", "version" },
  environment = { "name", "region", "cidr" },
  snapshot = { "id", "label", "status", "created_at" },
  operation = { "id", "status", "started_at", "duration" },
}

---The fields of a record, or nil when it is none.
---@param record any
---@return table?
local function fields_of(record)
  if type(record) == "table" then return plain.top(record) end
  local kind = vm.kind_of(record)
  if kind and kind ~= "time" and kind ~= "secret" and kind ~= "null" then return record end
end

---@param record any
---@param path string "env.name", "1.id"
---@return any
local function at_path(record, path)
  local value = record
  for step in path:gmatch("[^.]+") do
    local fields = fields_of(value)
    if not fields then return nil end
    local index = math.tointeger(tonumber(step))
    if type(fields) == "table" then
      value = fields[step]
      if value == nil and index then value = fields[index] end
    else
      value = fields[step]
    end
  end
  return value
end

---A value as a cell: handles become their names, tables one line of text.
---@param value any
---@return any
local function cell(value)
  local kind = vm.kind_of(value)
  if kind == "null" then return value end
  if kind == "time" or kind == "secret" then return vm.tostring(value) end
  if kind then return lib.handles.ref(value) end
  local basic = type(value)
  if basic ~= "table" and basic ~= "function" and basic ~= "thread" then return value end
  if vm.is_error(value) then return vm.tostring(value) end
  return (lib.inspect.text(value, 3):gsub("%s+", " "))
end

---@param row any
---@param index integer
local function check_row(row, index)
  if fields_of(row) then return end
  errors.usage(format("graphene.table: row %d must be a record (a table or a handle), not %s",
    index, names.given(row)))
end

---Every key of the rows, in order; of handles, the usual ones.
---@param rows any[]
---@return string[]
local function guess_columns(rows)
  local first = rows[1] ~= nil and vm.kind_of(rows[1])
  if first and usual_columns[first] then return usual_columns[first] end
  local seen = {}
  for _, row in ipairs(rows) do
    for key in pairs(fields_of(row)) do seen[vm.tostring(key)] = true end
  end
  return names.sorted(seen)
end

---@param columns any
---@return string[]
local function check_columns(columns)
  for index, path in ipairs(columns) do
    if type(path) ~= "string" or path == "" then
      errors.usage(format("graphene.table: column %d must be a field's name or dotted path, not %s",
        index, names.given(path)))
    end
  end
  return columns
end

---Records as rows of cells, as far as `most` rows.
---@param rows any[]
---@param columns string[]
---@param most integer
---@return any[][]
local function flatten(rows, columns, most)
  local flat = {}
  for index, row in ipairs(rows) do
    if index > most then break end
    local cells = {}
    for column, path in ipairs(columns) do
      local shown = cell(at_path(row, path))
      cells[column] = shown == nil and lib.handles.null or shown
    end
    flat[index] = cells
  end
  return flat
end

local function show(rows, columns)
  if type(rows) ~= "table" then
    errors.usage("graphene.table: `rows` must be a list of records, not " .. names.given(rows))
  end
  for index, row in ipairs(rows) do check_row(row, index) end
  columns = columns and check_columns(columns) or guess_columns(rows)
  vm.tell("table", flatten(rows, columns, #rows), columns)
end

M.functions = { table = show }
M.columns, M.flatten = guess_columns, flatten
lib.tables = M
