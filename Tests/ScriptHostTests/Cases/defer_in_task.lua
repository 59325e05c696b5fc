-- What a task of map defers runs when that task ends.
-- expect: ok
-- expect-output: a\nend of a\nb\nend of b\nafter map

graphene.map({ "a", "b" }, function(name)
  graphene.defer(function() print("end of " .. name) end)
  print(name)
end, { concurrency = 1 })
print("after map")
