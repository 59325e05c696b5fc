-- attack: tables are shown without end
-- family: floods
-- promise: output
-- defence: output limit
-- expect: limit_exceeded

local rows = {}
for i = 1, 50 do rows[i] = { a = ("x"):rep(100), b = i } end
while true do graphene.table(rows) end
