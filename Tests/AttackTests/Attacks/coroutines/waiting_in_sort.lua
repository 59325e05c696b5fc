-- attack: an effect is waited for where Lua cannot yield
-- family: coroutines
-- promise: the host lives
-- defence: yield barriers
-- expect: ok

local ok, err = pcall(table.sort, { 3, 2, 1 }, function(a, b)
  coroutine.wrap(function() graphene.sleep(1) end)()
  return a < b
end)
assert(not ok and err.code == "usage", tostring(err))
ok, err = pcall(string.gsub, "abc", ".", function() graphene.sleep(1) end)
assert(not ok and err.code == "usage", tostring(err))
