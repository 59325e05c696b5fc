-- A raised table that is no error is described.
-- expect: error script
-- expect-message: reason = "quota"

error { reason = "quota", left = 0 }
