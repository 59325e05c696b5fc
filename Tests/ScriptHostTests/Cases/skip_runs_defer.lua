-- graphene.skip still runs what was deferred, without an error.
-- expect: ok
-- expect-output: cleaned up\tnil

graphene.defer(function(err) print("cleaned up", err) end)
graphene.on_error(function() print("never") end)
graphene.skip("nothing to do")
