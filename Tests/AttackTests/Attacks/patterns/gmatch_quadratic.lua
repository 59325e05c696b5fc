-- attack: gmatch walks quadratically
-- family: patterns
-- promise: processor time
-- defence: kill
-- expect: time_limit

for _ in string.gmatch(("a"):rep(400000), ".-b") do end
