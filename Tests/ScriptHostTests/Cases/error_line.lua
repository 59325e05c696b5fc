-- An error carries the script's name and line, from a host function too.
-- expect: ok

local ok, err = pcall(function()
  graphene.db("production/no_such_database")
end)
assert(not ok and err.line == 5, tostring(err.line))
assert(err.script:find("error_line.lua", 1, true), tostring(err.script))
