-- Running out of memory ends with memory_limit and runs the handlers even while all of it is held.
-- expect: error memory_limit
-- expect-output: memory_limit\norders

kept = {}
graphene.defer(function(err)
  print(err.code)
  print(graphene.db("production/orders").name)
end)
for i = 1, 1e9 do kept[i] = { i } end
