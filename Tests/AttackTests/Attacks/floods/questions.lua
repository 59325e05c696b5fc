-- attack: questions to the host without end
-- family: floods
-- promise: processor time
-- defence: kill
-- expect: time_limit

while true do pcall(graphene.time.parse, "2026-11-23T02:00:00Z") end
