-- attack: a stack that overflows in the compiler hands out something else than text
-- family: stack depth
-- promise: the host lives
-- defence: checks of liblua
-- expect: ok

local _, message = load("return " .. ("a.."):rep(60000) .. "a")
assert(message == "C stack overflow", type(message))
