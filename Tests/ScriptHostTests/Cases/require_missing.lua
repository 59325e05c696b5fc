-- A module that is not there is not_found.
-- expect: error not_found

require "no_such_module"
