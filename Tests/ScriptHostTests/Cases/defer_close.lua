-- A deferred function held in a to-be-closed variable ends with its block, once.
-- expect: ok
-- expect-output: in block\nend of block\nafter block

do
  local held <close> = graphene.defer(function() print("end of block") end)
  print("in block")
end
print("after block")
