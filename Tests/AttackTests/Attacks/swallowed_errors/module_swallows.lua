-- attack: a module swallows while it is being loaded
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit

require "swallows"
