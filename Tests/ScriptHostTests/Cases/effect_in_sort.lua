-- Inside a table.sort comparator Lua cannot wait, and the error says so.
-- expect: error usage
-- expect-message: table.sort

table.sort({ 3, 1, 2 }, function(a, b)
  graphene.sleep(1)
  return a < b
end)
