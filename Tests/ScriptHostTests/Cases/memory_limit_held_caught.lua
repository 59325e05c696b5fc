-- While a script holds all its memory, every way of catching has an error with its code.
-- expect: ok

local kept = {}
local function fill()
  for i = #kept + 1, 1e9 do kept[i] = { i } end
end
local function itself(e) return e end
local wrapped, created = coroutine.wrap(fill), coroutine.create(fill)

local ok, err = pcall(fill)
local again, second = pcall(fill)
local a, b, c, d = pcall(pcall, pcall, fill)
local g, handled = xpcall(fill, itself)
local e, from_wrap = pcall(wrapped)
local f, from_resume = coroutine.resume(created)
kept = nil

assert(not ok and err.code == "memory_limit", tostring(err))
assert(not again and second.code == "memory_limit", tostring(second))
assert(a and (d or c or b).code == "memory_limit")
assert(not g and handled.code == "memory_limit", tostring(handled))
assert(not e and from_wrap.code == "memory_limit", tostring(from_wrap))
assert(not f and from_resume.code == "memory_limit", tostring(from_resume))
assert(err.line == 6, tostring(err.line))
