-- Errors: how they read, how ours are raised, and how whatever a script raised becomes one of them.
local vm = ...
local lib = vm.lib
local names, inspect = lib.names, lib.inspect

local type, tonumber, rawget, getmetatable = type, tonumber, rawget, getmetatable
local setmetatable, debug_getmetatable = setmetatable, debug.getmetatable
local debug_traceback = debug.traceback
local match, gmatch, gsub, find = string.match, string.gmatch, string.gsub, string.find
local format, concat = string.format, table.concat

local M = {}

-- Every code there is; those that say what happened to the process or the run are the host's own.
---@type string[]
M.codes, M.host_codes = {}, {}
for code in ([[usage config auth forbidden not_found ambiguous conflict locked quota rate_limited
    unavailable timeout operation_failed unhealthy protected limit_exceeded confirmation_required
    denied integrity outcome_unknown partial rollback_failed unsupported script]]):gmatch("%S+") do
  M.codes[#M.codes + 1] = code
end
for code in ("cancelled memory_limit time_limit vm_crashed internal"):gmatch("%S+") do
  M.host_codes[#M.host_codes + 1] = code
end

local function one_line(text) return (gsub(text, "%s*[\r\n]+%s*", " ")) end

local metatable = vm.error_metatable
metatable.__name = "error"
metatable.__metatable = "error"
metatable.__tostring = function(err)
  local message = rawget(err, "message")
  return one_line(format("%s: %s", vm.tostring(rawget(err, "code") or "script"),
    type(message) == "string" and message or inspect.text(message)))
end

---The names under which chunks were compiled; only these count as a position in a message.
---@type table<string, boolean>
M.chunks = {}

---Raises a structured error.
---@param code string
---@param message string
---@param fields? table
function M.raise(code, message, fields)
  fields = fields or {}
  fields.code, fields.message = code, message
  return vm.raise(fields)
end

---Raises a `usage` error: the script called something in a way it cannot be called.
---@param message string
---@param hint? string
function M.usage(message, hint) return M.raise("usage", message, { hint = hint }) end

---A structured error that is not raised.
---@param fields table
---@return table
function M.make(fields) return setmetatable(fields, metatable) end

---Takes `name:line: ` off a message when it names a chunk of this run.
---@param message string
---@return string message, string? script, integer? line
local function split_position(message)
  message = gsub(message, "^graphene:%d+: ", "")
  local script, line, rest = match(message, "^([^\n]-):(%d+): (.*)$")
  if script and M.chunks[script] then return rest, script, tonumber(line) end
  return message
end
M.split_position = split_position

---A raised table in words; its `__tostring` belongs to the script and may fail.
---@param value table
---@return string
local function describe_table(value)
  local meta = debug_getmetatable(value)
  if type(meta) == "table" and rawget(meta, "__tostring") ~= nil then
    local ok, text = vm.rawpcall(vm.tostring, value)
    if ok then return text end
    local why = type(text) == "string" and split_position(text) or M.describe_value(text)
    return "the script raised a table, and its __tostring failed: " .. why
  end
  local message = rawget(value, "message")
  if type(message) == "string" then return message end
  return "the script raised a table: " .. inspect.text(value, 3)
end

---A raised value that is neither a string nor an error, in words.
---@param value any
---@return string
function M.describe_value(value)
  if vm.is_error(value) then return vm.tostring(value) end
  if type(value) == "table" then
    local meta = debug_getmetatable(value)
    if type(meta) == "table" and rawget(meta, "__tostring") ~= nil then return "a table" end
    return inspect.text(value, 3)
  end
  return vm.tostring(value)
end

---@param value any
---@return string message, string? script, integer? line
local function describe(value)
  if type(value) == "string" then return split_position(value) end
  if type(value) == "number" then return vm.tostring(value) end
  if type(value) == "table" then return describe_table(value) end
  if value == nil then return "the script raised nil" end
  return "the script raised " .. (type(value) == "boolean" and "" or names.type_of(value) .. " ")
    .. vm.tostring(value)
end

local function out_of_memory()
  return M.make {
    code = "memory_limit",
    message = "the script needs more memory than it may have",
    hint = "keep less at a time, look for a function that calls itself without end, or raise the cap "
      .. "with `--memory`",
  }
end

---Whatever was raised, as a structured error; errors pass as they are.
---@param value any
---@return table
function M.from(value)
  if vm.is_error(value) then return value end
  if value == "not enough memory" then return out_of_memory() end
  local message, script, line = describe(value)
  local nearest, nearest_line, main, main_line = vm.where()
  if not script then script, line = nearest, nearest_line end
  if script == "" then script, line = nil, nil end
  local library, library_line
  if main and script ~= main then
    library, library_line, script, line = script, line, main, main_line
  end
  return M.make {
    code = "script", message = message, script = script, line = line,
    library = library, library_line = library_line,
    hint = lib.absent and lib.absent.hint(message) or nil,
  }
end

---Whether a line of a traceback shows a frame of ours: Lua of the prelude, or a primitive, which
---unlike a library's function has no name that scripts know.
---@param line string
local function is_ours(line)
  return find(line, "^\tgraphene:%d+:") or find(line, "^\t%[C%]: in [^f]")
    or find(line, "^\t%[C%]: in field ")
end

---The stack as the script's author knows it, without our frames.
---@param message? string|number
---@param skipped? integer how many of the script's innermost frames to leave out
---@return string
function M.traceback(message, skipped)
  local kept, hidden, left = { message }, true, skipped or 0
  for line in gmatch(debug_traceback("", 1), "[^\n]+") do
    local is_frame = find(line, "^\t") ~= nil
    if is_frame and is_ours(line) then
      hidden = true
    elseif is_frame and left > 0 then
      left = left - 1
    elseif not (hidden and line == "\t(...tail calls...)") then
      kept[#kept + 1] = gsub(line, "in local 'chunk'", "in main chunk")
      hidden = false
    end
  end
  return concat(kept, "\n")
end

---The message handler of every task: runs where the error was raised, so it can see the stack.
---@param value any
---@return table
function M.capture(value)
  local err = M.from(value)
  if rawget(err, "traceback") == nil then err.traceback = M.traceback() end
  if rawget(err, "line") == nil then
    local script, line = vm.where()
    if script ~= "" then err.script, err.line = script, line end
  end
  return err
end

---The message of an error for use inside another sentence.
---@param err table
---@return string
function M.summary(err)
  return one_line(format("%s: %s", vm.tostring(err.code), vm.tostring(err.message)))
end

lib.errors = M
