-- attack: virtual time is driven towards its end
-- family: values to the host
-- promise: the host lives
-- defence: arguments checked by the host
-- expect: ok or usage or limit_exceeded
-- limits: cpu 2s

for _ = 1, 20 do pcall(graphene.sleep, "30000d") end
pcall(function() return tostring(graphene.time.now()), os.time(), os.clock(), os.date() end)
