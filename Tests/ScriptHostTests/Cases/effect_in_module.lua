-- A module may ask for effects while it loads.
-- expect: ok

local found = require "looks_up"
assert(found.env == "production")
assert(require "looks_up" == found, "a module is loaded once")
