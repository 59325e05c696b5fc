-- What a script made for a while is gone after it fails, because it deferred so.
-- expect: ok

local copy
local ok, err = pcall(graphene.map, { "production/orders" }, function(ref)
  copy = graphene.clone(ref, "dr")
  graphene.defer(function() graphene.delete(copy) end)
  graphene.fail("the copy is of no use", { code = "unhealthy" })
end)
assert(not ok and err.code == "unhealthy", tostring(err))
assert(graphene.find_db(copy.ref) == nil)
