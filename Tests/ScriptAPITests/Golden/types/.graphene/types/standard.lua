-- Written by `graphene types`; it holds a15e0376104ef430.
---@meta

---The present time is the run's; there are no files, no programs and no variables here.
---@class oslib
os = {}

---Tells the seconds since 1970, of now or of a date's fields.
---@param fields? { year: integer, month: integer, day: integer, hour?: integer, min?: integer, sec?: integer, isdst?: boolean }
---@return integer
function os.time(fields) end

---Writes a time, or its fields with the format `"*t"`.
---@param format? string
---@param time? integer
---@return string|table
function os.date(format, time) end

---Tells the seconds since the run began.
---@return number
function os.clock() end

---@param later integer
---@param earlier integer
---@return number
function os.difftime(later, earlier) end

---Standard output and standard error, and nothing to read.
---@class iolib
---@field stdout graphene.Writer
---@field stderr graphene.Writer
io = {}

---@class graphene.Writer
---@field write fun(self: graphene.Writer, ...: string|number): graphene.Writer

---Writes to standard output.
---@param ... string|number
---@return graphene.Writer
function io.write(...) end

---@class debuglib
debug = {}

---@param message? any
---@param level? integer
---@return string
function debug.traceback(message, level) end

---@class packagelib
---@field config string
package = {}

---Finds a module in the script's folder or in its `lib/`.
---@param name string
---@return any
function require(name) end
