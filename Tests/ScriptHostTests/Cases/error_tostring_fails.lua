-- An error whose __tostring fails is still told, with why.
-- expect: error script
-- expect-message: __tostring failed: and no text either

error(setmetatable({}, { __tostring = function() error("and no text either", 0) end }))
