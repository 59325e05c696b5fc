-- on_error does not run when the script succeeds.
-- expect: ok
-- expect-output: done

graphene.on_error(function() print("never") end)
do
  local held <close> = graphene.on_error(function() print("never") end)
end
print("done")
