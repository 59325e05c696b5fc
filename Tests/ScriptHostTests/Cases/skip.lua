-- graphene.skip ends the run as a success, and the script's pcall does not stop it.
-- expect: ok

pcall(function()
  graphene.skip("nothing to refresh today")
end)
error("not reached")
