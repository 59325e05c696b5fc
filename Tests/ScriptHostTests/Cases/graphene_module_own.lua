-- Each module has a graphene and a string library of its own; changing one changes no other.
-- expect: ok

local changed = require "changes_globals"
assert(changed.upper("x") == "changed")
assert(string.upper("x") == "X" and ("x"):upper() == "X")
assert(rawget(graphene, "sleep") == nil and leaked == nil)
