-- attack: print of nothing, without end
-- family: floods
-- promise: output
-- defence: output limit
-- expect: limit_exceeded or time_limit

while true do print() end
