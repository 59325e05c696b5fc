-- The metatable that all strings share is out of reach.
-- expect: ok

assert(getmetatable("") == "string")
string.upper = nil
assert(("x"):upper() == "X")
