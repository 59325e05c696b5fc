-- A script that wants more memory than it may have ends with memory_limit, and its handlers run.
-- expect: error memory_limit
-- expect-output: orders

graphene.defer(function() print(graphene.db("production/orders").name) end)
local kept = {}
for i = 1, 1e9 do kept[i] = { i } end
