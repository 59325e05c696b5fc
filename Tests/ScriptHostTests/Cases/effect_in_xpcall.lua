-- An effect may be asked for inside xpcall, and the handler sees the structured error.
-- expect: ok

local seen
local ok = xpcall(function()
  graphene.db("production/orders")
  graphene.db("production/no_such_database")
end, function(err)
  seen = err
  return err
end)
assert(not ok and seen.code == "not_found", tostring(seen))
