-- Asks for 100,000 effects one after the other; prints the median microseconds of one. What the
-- clock says is itself an effect; it counts milliseconds, so 5,000 of them are timed together.
local BATCHES, EACH = 20, 5000
local now = graphene.time.now

local taken = {}
for batch = 1, BATCHES do
  local began = now()
  for _ = 1, EACH do now() end
  taken[batch] = (now() - began) / (EACH + 1)
end
table.sort(taken)
print(("%.3f"):format((taken[BATCHES // 2] + taken[BATCHES // 2 + 1]) / 2 * 1e6))
