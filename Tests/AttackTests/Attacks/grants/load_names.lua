-- attack: a library loads chunks under the names of others, to be taken for them
-- family: grants
-- promise: a library gets what it was granted
-- defence: names of loaded chunks
-- expect: ok

return function(victim)
  local names = {
    "@victim.lua", "=victim.lua", "victim.lua", "=(load)", "=(load: x)", "@lib/x.lua", "=graphene",
    "=[C]", "", "=", "=attack@1.0.0 (load)", "\n", ("x"):rep(100), "=(load: " .. ("y"):rep(60),
    "x)\0@victim.lua", "lua modules",
  }
  for _, name in ipairs(names) do
    for _, text in ipairs { "local h = ... h:pause()", "local h = ... return h.delete(h)",
      "graphene.pause((...))", "local h = ... return load('local h = ... h:restart()', '@victim.lua')(h)" } do
      local chunk = assert(load(text, name))
      local _, code = victim.fails(chunk, victim.db)
      assert(code == "denied", name .. ": " .. tostring(code))
      _, code = victim.fails(victim.call, chunk, victim.db)
      assert(code == "denied", name)
    end
  end
end
