-- A byte order mark is no Lua, in a module neither.
-- expect: ok
-- expect-output: marked\t2

local line = debug.traceback():match("byte_order_mark.lua:(%d+):")
assert(line == "5", line)
print(require("marked"), 2)
