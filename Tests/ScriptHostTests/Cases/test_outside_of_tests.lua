-- What only tests have is not there in a run, and the error says how to run the file.
-- expect: error script
-- expect-message: global 'test'

local ok, err = pcall(function() return expect(1) end)
local shown = graphene.map({ 1 }, function() expect(1) end, { failures = "collect" })
assert(not ok and shown[1].err.hint:find("graphene test", 1, true), shown[1].err.hint)

test("a test", function() end)
