-- attack: a pattern tries every way to split a text
-- family: patterns
-- promise: processor time
-- defence: kill
-- expect: time_limit

string.find(("a"):rep(100), ("a-"):rep(40) .. "b")
