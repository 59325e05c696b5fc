-- Text of tables and functions shows no address, and stays the same in a run.
-- expect: ok

local t = {}
assert(tostring(t):find("^table: %d+$"), tostring(t))
assert(tostring(t) == tostring(t) and tostring(t) ~= tostring({}))
assert(not tostring(print):find("0x", 1, true))
assert(string.format("%s", t) == tostring(t))
assert(not pcall(string.format, "%p", t))
