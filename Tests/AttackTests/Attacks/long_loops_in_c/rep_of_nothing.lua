-- attack: nothing is repeated without end
-- family: long loops in C
-- promise: processor time
-- defence: empty repetition
-- expect: ok

assert(string.rep("", math.maxinteger) == "" and string.rep("", math.maxinteger, "") == "")
