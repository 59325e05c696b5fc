-- attack: a library changes tables that it may share with the script
-- family: grants
-- promise: a library gets what it was granted
-- defence: own environments
-- expect: ok

return function(victim)
  local db = victim.db
  local stolen
  local function steal(...) stolen = { ... } return ... end
  string.format, table.concat, pcall, tostring, ipairs, pairs = steal, steal, steal, steal, steal, steal
  coroutine.resume, table.sort = steal, steal
  _G.graphene, _ENV.error = steal, steal
  assert(getmetatable("") == "string")
  local ok = xpcall(function() ("").format = steal end, function() end)
  assert(not ok)
  victim.call(function() end)
  victim.read(db)
  victim.show(db)
  victim.walk(db)
  victim.concat({ "a", "b" })
  victim.sort({ 2, 1 })
  assert(stolen == nil)
  for key, value in next, victim.hand do assert(false, key) end
end
