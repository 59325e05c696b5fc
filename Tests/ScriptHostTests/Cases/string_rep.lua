-- string.rep of nothing is nothing at once, whatever the count.
-- expect: ok

assert((""):rep(1e15 // 1 | 0) == "" and ("ab"):rep(3, "-") == "ab-ab-ab")
assert(not pcall(string.rep, "x", 1 << 50))
