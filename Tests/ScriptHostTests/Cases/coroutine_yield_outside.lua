-- Yielding outside a coroutine of the script is an error, not a hang.
-- expect: error script
-- expect-message: outside a coroutine

coroutine.yield(1)
