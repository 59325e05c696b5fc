-- A raised number is the message.
-- expect: error script
-- expect-message: 42

error(42, 0)
