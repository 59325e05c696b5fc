-- A value nested more than 64 tables deep cannot leave the script.
-- expect: error usage
-- expect-message: 64

local value = {}
for _ = 1, 70 do value = { value } end
graphene.output("deep", value)
