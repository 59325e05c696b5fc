-- What is printed arrives whole, in pieces or not.
-- expect: ok
-- expect-output: end of the first\n1\n2\n

print(("a"):rep(100000) .. "end of the first")
for i = 1, 1000 do print(i) end
