-- attack: results are put out without end, over and over
-- family: floods
-- promise: output
-- defence: output limit
-- expect: limit_exceeded

local i = 0
while true do
  i = i + 1
  graphene.output("key " .. i, ("x"):rep(1000))
end
