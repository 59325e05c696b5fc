-- Raising nil is told as such.
-- expect: error script
-- expect-message: raised nil

error(nil)
