-- attack: captures are compared again and again
-- family: patterns
-- promise: processor time
-- defence: kill
-- expect: time_limit

string.find(("a"):rep(3000) .. "b", "(.-)(.-)(.-)%1%2%3$")
