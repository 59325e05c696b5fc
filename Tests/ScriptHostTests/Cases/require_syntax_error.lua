-- A module that does not compile is named with its line, and not quoted.
-- expect: error usage
-- expect-message: syntax error

require "does_not_compile"
