-- wait_until raises timeout, with the message it was given.
-- expect: error timeout
-- expect-message: orders took no writes

graphene.wait_until(function() return false end, {
  timeout = "2m", every = "10s", message = "orders took no writes",
})
