-- Fails, always.
error("no luck")
