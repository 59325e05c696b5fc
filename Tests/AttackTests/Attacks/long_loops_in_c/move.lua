-- attack: table.move over all integers
-- family: long loops in C
-- promise: processor time
-- defence: kill
-- expect: time_limit

table.move({}, 1, math.maxinteger - 1, 2)
