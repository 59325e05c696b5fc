-- attack: a plain search compares half of the text at each place
-- family: long loops in C
-- promise: processor time
-- defence: kill
-- expect: time_limit

local text = ("a"):rep(1000000)
string.find(text, ("a"):rep(500000) .. "b", 1, true)
