-- __gc is refused, other metamethods are not.
-- expect: ok

local ok, message = pcall(setmetatable, {}, { __gc = function() end })
assert(not ok and message:find("graphene.defer", 1, true), message)
assert(#setmetatable({}, { __len = function() return 3 end }) == 3)
assert(not pcall(setmetatable, setmetatable({}, { __metatable = false }), {}))
