-- Never leaves one call of liblua's own: only the end of the process stops it.
string.find(("a"):rep(300000), ("a*"):rep(12) .. "b")
