-- graphene.inspect: any value as text that is safe to print: cycles, depth and length are bounded.
local vm = ...
local lib = vm.lib
local names = lib.names

local concat, sort, move, format = table.concat, table.sort, table.move, string.format
local type, next, math_type, rep = type, next, math.type, string.rep
local getmetatable, rawlen, rawget = getmetatable, rawlen, rawget

local M = {}

local DEPTH, ENTRIES, WIDTH, LONGEST = 6, 1000, 76, 2000
-- Of more keys than this only some are shown, so that no table takes long.
local MOST_KEYS = 10000
local order = { number = 1, string = 2, boolean = 3 }
local reserved = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat
    return then true until while]]):gmatch("%a+") do reserved[word] = true end

---Numbers first, then strings, then booleans, each in order.
local function before(a, b)
  local rank_a, rank_b = order[type(a)], order[type(b)]
  if rank_a ~= rank_b then return rank_a < rank_b end
  if rank_a <= 2 then return a < b end
  return not a and b
end

---The keys of a table beside 1..count: those that have an order in it, then the others as they come,
---for asking those for their text could run code of the script's.
---@param value table
---@param count integer
---@return any[]
local function other_keys(value, count)
  local keys, others = {}, {}
  for key in next, value do
    local is_listed = math_type(key) == "integer" and key >= 1 and key <= count
    local into = order[type(key)] and keys or others
    if not is_listed then into[#into + 1] = key end
    if #keys + #others > MOST_KEYS then break end
  end
  sort(keys, before)
  return move(others, 1, #others, #keys + 1, keys)
end

---@param value any
---@param is_bare boolean whether a handle is shown without its kind
---@return string? text nil for a table that has to be opened
local function leaf(value, is_bare)
  local kind = type(value)
  if kind == "string" then return names.quote(value, LONGEST) end
  if kind ~= "table" then
    local handle = vm.kind_of(value)
    if handle == "time" or handle == "null" then return vm.tostring(value) end
    if is_bare then return vm.tostring(value) end
    return handle and format("<%s %s>", handle, vm.tostring(value)) or vm.tostring(value)
  end
  if vm.is_error(value) then return "<error " .. vm.tostring(value) .. ">" end
end

local render

---@param state table
---@param key any
---@return string
local function label(state, key, depth)
  if type(key) == "string" and #key <= 64 and key:find("^[%a_][%w_]*$") and not reserved[key] then
    return key .. " = "
  end
  return "[" .. render(state, key, depth + 1) .. "] = "
end

---@return string[]
local function entries(state, value, depth)
  local parts, count = {}, rawlen(value)
  local function add(text)
    state.left = state.left - 1
    parts[#parts + 1] = text
  end
  for i = 1, count do
    if state.left <= 0 then break end
    add(render(state, rawget(value, i), depth + 1))
  end
  for _, key in ipairs(other_keys(value, count)) do
    if state.left <= 0 then break end
    add(label(state, key, depth) .. render(state, rawget(value, key), depth + 1))
  end
  if state.left <= 0 then parts[#parts + 1] = "…" end
  return parts
end

---@param state {left: integer, open: table<table, boolean>, depth: integer, width: integer}
---@param value any
---@param depth integer
---@return string
function render(state, value, depth)
  local text = leaf(value, state.is_bare)
  if text then return text end
  value = lib.plain and lib.plain.top(value) or value
  if state.open[value] then return "<cycle>" end
  if next(value) == nil then return "{}" end
  if depth >= state.depth then return "{…}" end
  state.open[value] = true
  local parts = entries(state, value, depth)
  state.open[value] = nil
  local line = "{" .. concat(parts, ", ") .. "}"
  if #line + 2 * depth <= state.width and not line:find("\n", 1, true) then return line end
  local indent = "\n" .. rep("  ", depth + 1)
  return "{" .. indent .. concat(parts, "," .. indent) .. ",\n" .. rep("  ", depth) .. "}"
end

---A value as readable text; never fails, never loops.
---@param value any
---@param depth? integer how many tables inside tables to open
---@return string
function M.text(value, depth)
  return render({ left = ENTRIES, open = {}, depth = depth or DEPTH, width = WIDTH }, value, 0)
end

---The same for a person who knows what is looked at: handles without their kind.
---@param value any
---@param width integer columns
---@return string
function M.shown(value, width)
  local state = { left = ENTRIES, open = {}, depth = DEPTH, width = width, is_bare = true }
  return render(state, value, 0)
end

lib.inspect = M
