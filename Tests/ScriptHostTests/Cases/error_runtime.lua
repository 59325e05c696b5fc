-- A mistake in the script's Lua ends the run with Lua's own words.
-- expect: error script
-- expect-message: attempt to perform arithmetic on a nil value (local 'total')

local total = nil
return total + 1
