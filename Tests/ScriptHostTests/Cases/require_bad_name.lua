-- A module name is never a path.
-- expect: error usage

require "../secrets"
