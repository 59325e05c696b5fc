-- Waits for longer than anybody wants to.
graphene.defer(function() graphene.sleep("10s") end)
graphene.sleep("30h")
