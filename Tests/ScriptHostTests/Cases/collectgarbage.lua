-- collectgarbage counts and collects, and refuses the rest.
-- expect: ok

assert(collectgarbage("count") > 0 and collectgarbage() == 0)
assert(not pcall(collectgarbage, "stop"))
