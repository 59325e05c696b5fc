-- Names as people mistype them, and how a value is named in a message.
local vm = ...
local lib = vm.lib

local lower, byte, format, gsub = string.lower, string.byte, string.format, string.gsub
local concat, sort = table.concat, table.sort
local math_type, min, max = math.type, math.min, math.max
local type, pairs, ipairs, tostring, next, rawlen = type, pairs, ipairs, tostring, next, rawlen

local M = {}

---The number of single edits (insert, delete, replace, swap) between two texts.
---@param a string
---@param b string
---@return integer
local function distance(a, b)
  local before_last, last = {}, {}
  for j = 0, #b do last[j] = j end
  for i = 1, #a do
    local row = { [0] = i }
    for j = 1, #b do
      local cost = byte(a, i) == byte(b, j) and 0 or 1
      local least = min(row[j - 1] + 1, last[j] + 1, last[j - 1] + cost)
      if i > 1 and j > 1 and byte(a, i) == byte(b, j - 1) and byte(a, i - 1) == byte(b, j) then
        least = min(least, before_last[j - 2] + 1)
      end
      row[j] = least
    end
    before_last, last = last, row
  end
  return last[#b]
end

---The candidate nearest to a name, or nil when none is near enough to be a slip.
---@param name string
---@param candidates string[]
---@return string?
function M.nearest(name, candidates)
  if type(name) ~= "string" or #name > 64 then return nil end
  local limit = max(1, #name // 3)
  local best, best_distance
  for _, candidate in ipairs(candidates) do
    local edits = distance(lower(name), lower(candidate))
    if edits <= limit and edits < (best_distance or limit + 1) then
      best, best_distance = candidate, edits
    end
  end
  return best
end

---"; did you mean `x`?", or nothing.
---@param name string
---@param candidates string[]
---@return string
function M.did_you_mean(name, candidates)
  local nearest = M.nearest(name, candidates)
  return nearest and format("; did you mean `%s`?", nearest) or ""
end

---The keys of a table that are strings, in order.
---@param set table<string, any>
---@return string[]
function M.sorted(set)
  local names = {}
  for name in pairs(set) do
    if type(name) == "string" then names[#names + 1] = name end
  end
  sort(names)
  return names
end

---"`a`, `b` or `c`".
---@param names string[]
---@return string
function M.either(names)
  local quoted = {}
  for i, name in ipairs(names) do quoted[i] = "`" .. tostring(name) .. "`" end
  local last = quoted[#quoted]
  if #quoted < 2 then return last or "" end
  quoted[#quoted] = nil
  return concat(quoted, ", ") .. " or " .. last
end

local escapes = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ['"'] = '\\"', ["\\"] = "\\\\" }

---A text in quotes, on one line, cut when it is long.
---@param text string
---@param longest? integer
---@return string
function M.quote(text, longest)
  longest = longest or 60
  local cut = #text > longest
  if cut then text = text:sub(1, utf8.offset(text, 0, longest + 1) - 1) end
  local safe = gsub(text, '[%c"\\]', function(c)
    return escapes[c] or format("\\%03d", byte(c))
  end)
  return '"' .. safe .. (cut and '…"' or '"')
end

---What a script's author calls the type of a value.
---@param value any
---@return string
function M.type_of(value)
  return vm.is_error(value) and "error" or vm.kind_of(value)
    or math_type(value) == "integer" and "integer" or type(value)
end

---A value as a message names it: `the string "abc"`, `a table`, `nil`.
---@param value any
---@return string
function M.given(value)
  local kind = type(value)
  if kind == "nil" then return "nil" end
  if kind == "table" and not vm.is_error(value) then
    local count = rawlen(value)
    if count > 0 then return "a list of " .. count end
    return next(value) == nil and "an empty table" or "a table"
  end
  if kind == "string" then return "the string " .. M.quote(value) end
  if kind == "number" or kind == "boolean" then return "the " .. kind .. " " .. tostring(value) end
  local name = M.type_of(value)
  return (name:find("^[aeiou]") and "an " or "a ") .. name
end

lib.names = M
