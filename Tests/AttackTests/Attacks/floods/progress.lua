-- attack: the progress of empty tasks without end
-- family: floods
-- promise: output
-- defence: output limit
-- expect: limit_exceeded

local list = {}
for i = 1, 100 do list[i] = i end
while true do graphene.map(list, function() end, { progress = ("x"):rep(1000) }) end
