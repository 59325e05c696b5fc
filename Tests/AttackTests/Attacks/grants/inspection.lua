-- attack: a library looks for the frames and upvalues of the script
-- family: grants
-- promise: a library gets what it was granted
-- defence: absent names
-- expect: ok

return function(victim)
  for _, name in ipairs { "getinfo", "getupvalue", "setupvalue", "upvaluejoin", "getlocal", "setlocal",
    "sethook", "getregistry", "getmetatable", "setmetatable" } do
    assert(debug[name] == nil and require("debug")[name] == nil, name)
  end
  assert(type(debug.traceback()) == "string" and package.loaded == nil)
  for _, name in ipairs { "vm", "lib", "_VM", "perform", "owners" } do assert(_G[name] == nil) end
  local _, code = victim.fails(xpcall, function() victim.db:pause() end, function(err) error(err, 0) end)
  assert(code ~= nil)
end
