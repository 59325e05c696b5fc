-- inspect ends, however deep or long a value is.
-- expect: ok

local deep = {}
for _ = 1, 1000 do deep = { deep } end
assert(#graphene.inspect(deep) < 200)
local long = {}
for i = 1, 100000 do long[i] = i end
assert(#graphene.inspect(long) < 20000)
