-- Has 1,000 tasks wait 100 ms each, at the same time; prints the milliseconds all took together.
local items = {}
for i = 1, 1000 do items[i] = i end

local began = graphene.time.now()
graphene.map(items, function() graphene.sleep(0.1) end, { concurrency = 1000 })
print(("%.3f"):format((graphene.time.now() - began) * 1e3))
