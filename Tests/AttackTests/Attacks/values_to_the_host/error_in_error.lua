-- attack: raising an error whose fields raise
-- family: values to the host
-- promise: the host lives
-- defence: a process of its own
-- expect: script or usage or not_found

local _, err = pcall(graphene.db, "no/such")
local trap = setmetatable({}, { __tostring = function() error("again") end, __index = error,
  __len = error })
err.code, err.message, err.hint, err.traceback, err.line = trap, trap, trap, trap, trap
error(err)
