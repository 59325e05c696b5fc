-- print, io.write, io.stdout and io.stderr: text for the host, in pieces that fit a message.
local vm = ...
local lib = vm.lib

local select, type, error = select, type, error
local byte, sub, math_min = string.byte, string.sub, math.min
local concat, pack, format, setmetatable = table.concat, table.pack, string.format, setmetatable

local M = {}

local PIECE = 32768

---@param kind string
---@param text string
local function tell(kind, text)
  if #text <= PIECE then return #text > 0 and vm.tell(kind, text) end
  local first = 1
  while first <= #text do
    local last = math_min(first + PIECE - 1, #text)
    -- Not within a character; at most three bytes of one are left for the next piece.
    for _ = 1, last < #text and 3 or 0 do
      if byte(text, last + 1) & 0xC0 ~= 0x80 then break end
      last = last - 1
    end
    vm.tell(kind, sub(text, first, last))
    first = last + 1
  end
end

---print
function M.print(...)
  local count = select("#", ...)
  if count == 1 then
    tell("print", vm.tostring((...)) .. "\n")
    return
  end
  local words = { ... }
  for i = 1, count do words[i] = vm.tostring(words[i]) end
  tell("print", concat(words, "\t", 1, count) .. "\n")
end

---@param kind string
---@param values table packed
local function write(kind, values)
  for i = 1, values.n do
    local value = values[i]
    if type(value) ~= "string" and type(value) ~= "number" then
      error(format("bad argument #%d to 'write' (string expected, got %s)", i, type(value)), 3)
    end
    values[i] = vm.tostring(value)
  end
  tell(kind, concat(values, "", 1, values.n))
end

---A writer as plain Lua modules know it: `write`, `flush`, `setvbuf`; it cannot be read or closed.
---@param kind string
---@param name string
---@return table
local function writer(kind, name)
  local file
  local methods = {
    write = function(_, ...)
      write(kind, pack(...))
      return file
    end,
    flush = function() return file end,
    setvbuf = function() return true end,
    close = function() return nil, "the run's output stays open" end,
  }
  file = setmetatable({}, {
    __index = methods, __newindex = function() error("a writer is read-only", 2) end,
    __name = "FILE*", __metatable = "writer",
    __tostring = function() return "file (" .. name .. ")" end,
  })
  return file
end

---A fresh `io` for one module.
---@return table
function M.io()
  local io = { stdout = writer("print", "stdout"), stderr = writer("write_error", "stderr") }
  io.write = function(...)
    write("print", pack(...))
    return io.stdout
  end
  return io
end

lib.writers = M
