-- print writes what tostring gives, with tabs, one line a call.
-- expect: ok
-- expect-output: a\t1\t2.0\tnil\ttrue\n\nno newline1\nchained writes

print("a", 1, 2.0, nil, true)
print()
io.write("no newline", 1, "\n")
io.stdout:write("chained", " "):write("writes\n")
