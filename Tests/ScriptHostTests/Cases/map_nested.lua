-- A map inside a map is stopped with it, and ends before it.
-- expect: ok

local ended = 0
local ok, err = pcall(graphene.map, { "inner", "failing" }, function(name)
  if name == "failing" then
    graphene.sleep(1)
    error("stop all", 0)
  end
  graphene.map({ 1, 2 }, function()
    graphene.defer(function() ended = ended + 1 end)
    graphene.sleep("1h")
  end)
end)
assert(not ok and err.message == "stop all", tostring(err))
assert(ended == 2, ended)
