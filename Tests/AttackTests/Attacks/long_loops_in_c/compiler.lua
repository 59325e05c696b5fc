-- attack: the compiler is given one long expression
-- family: long loops in C
-- promise: processor time
-- defence: kill
-- expect: time_limit or ok or script
-- limits: memory 64

for _ = 1, 100 do load("return a" .. (" and a"):rep(43000)) end
