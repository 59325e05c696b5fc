-- attack: %b fails from every place of a long text
-- family: patterns
-- promise: processor time
-- defence: kill
-- expect: time_limit

string.find(("("):rep(400000), "%b()")
