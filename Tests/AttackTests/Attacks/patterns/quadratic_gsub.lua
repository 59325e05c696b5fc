-- attack: a lazy match fails from every place of a long text
-- family: patterns
-- promise: processor time
-- defence: kill
-- expect: time_limit

string.gsub(("a"):rep(400000), "a-b", "")
