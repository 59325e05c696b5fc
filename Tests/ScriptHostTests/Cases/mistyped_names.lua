-- A mistyped name of the language or its libraries is told with the nearest one.
-- expect: ok

local results = graphene.map({
  function() string.fromat("%d", 1) end,
  function() return ("x"):uper() end,
  function() graphen.sleep(1) end,
  function() pirnt(1) end,
  function() refresh_everything() end,
  function() ({}).refresh_everything() end,
}, function(f) f() end, { failures = "collect" })
local expected = { "string.format", "string.upper", "graphene", "print" }
for i, result in ipairs(results) do
  local hint = expected[i] and "did you mean `" .. expected[i] .. "`?" or nil
  assert(result.err.hint == hint, result.err.hint)
end
