-- Asks for 100,000 effects one after the other; prints the median microseconds of one. What the
-- clock says is itself an effect, so two readings are one effect apart.
local COUNT = 100000
local now = graphene.time.now

local taken = {}
local before = now()
for i = 1, COUNT do
  local after = now()
  taken[i] = after - before
  before = after
end
table.sort(taken)
print(("%.3f"):format(taken[COUNT // 2] * 1e6))
