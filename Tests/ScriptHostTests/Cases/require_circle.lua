-- Modules that require each other in a circle are told so.
-- expect: error usage
-- expect-message: circle

require "circle.one"
