-- An uncaught error of text ends the run with `script`, without the position in its message.
-- expect: error script
-- expect-message: the nightly job is misconfigured

error("the nightly job is misconfigured")
