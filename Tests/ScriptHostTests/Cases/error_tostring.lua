-- A raised object is described by its own __tostring.
-- expect: error script
-- expect-message: an object of ours

error(setmetatable({}, { __tostring = function() return "an object of ours" end }))
