-- Failures that a script never looks at end the run with partial.
-- expect: error partial
-- expect-message: 2 of 3 failed

graphene.map({ "a", "b", "c" }, function(name)
  if name ~= "a" then error("no " .. name, 0) end
end, { failures = "collect" })
