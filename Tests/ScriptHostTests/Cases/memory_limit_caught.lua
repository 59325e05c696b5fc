-- Running out of memory can be caught, as an error with its code.
-- expect: ok

local ok, err = pcall(string.rep, "x", 1 << 40)
assert(not ok)
ok, err = pcall(string.rep, "x", 1 << 30)
assert(not ok and err.code == "memory_limit", tostring(err))
