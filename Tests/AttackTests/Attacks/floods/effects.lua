-- attack: effects without end
-- family: floods
-- promise: effects
-- defence: effect limit
-- expect: limit_exceeded
-- limits: cpu 2s, effects 300

while true do graphene.env("GRANTED") end
