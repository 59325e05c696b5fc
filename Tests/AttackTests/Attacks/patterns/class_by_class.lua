-- attack: a set of many ranges is looked at for each character
-- family: patterns
-- promise: processor time
-- defence: kill
-- expect: time_limit

string.find(("a"):rep(100000), "[" .. ("b-c"):rep(100000) .. "]")
