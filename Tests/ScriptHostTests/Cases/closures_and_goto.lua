-- Integer division, bit operators, goto, varargs and attributes work as in Lua 5.4.
-- expect: ok

local limit <const> = 7
assert(limit // 2 == 3 and limit & 3 == 3 and limit << 1 == 14 and ~0 == -1)
local count = 0
::again::
count = count + 1
if count < 3 then goto again end
assert(count == 3 and select("#", table.unpack({ 1, nil, 3 }, 1, 3)) == 3)
assert(math.type(1) == "integer" and math.type(1.0) == "float" and 1 == 1.0)
assert(utf8.len("größe") == 5 and string.pack("<i4", 7) == "\7\0\0\0")
