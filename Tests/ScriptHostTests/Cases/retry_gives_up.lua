-- retry raises the last failure when the attempts are used up.
-- expect: error unavailable
-- expect-message: still busy

graphene.retry(function()
  graphene.fail("still busy", { code = "unavailable" })
end, { attempts = 3 })
