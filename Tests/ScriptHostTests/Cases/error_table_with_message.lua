-- A raised table's own message is the message.
-- expect: error script
-- expect-message: three databases are missing

error { message = "three databases are missing" }
