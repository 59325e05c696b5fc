-- attack: all memory is held when the handlers run
-- family: finalizers and closers
-- promise: handlers run
-- defence: spare memory
-- expect: memory_limit
-- prints: cleaned orders memory_limit

kept = {}
graphene.defer(function(err) print("cleaned", nil) end)
graphene.defer(function(err)
  print("cleaned " .. graphene.db("production/orders").name .. " " .. err.code)
end)
for i = 1, 1e9 do kept[i] = { i } end
