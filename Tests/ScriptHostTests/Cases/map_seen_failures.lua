-- Reading each result's ok is looking: the run ends well.
-- expect: ok
-- expect-output: a\ttrue\tnil\nb\tfalse\tno b

local results = graphene.map({ "a", "b" }, function(name)
  if name == "b" then error("no b", 0) end
end, { failures = "collect" })
for _, result in ipairs(results) do
  print(result.item, result.ok, result.err and result.err.message)
end
