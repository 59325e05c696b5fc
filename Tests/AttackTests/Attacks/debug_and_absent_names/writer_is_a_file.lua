-- attack: the writers are used as the files they look like
-- family: debug and absent names
-- promise: the host's surroundings are untouched
-- defence: absent names
-- expect: ok

for _, writer in ipairs { io.stdout, io.stderr } do
  assert(not pcall(function() return writer:read("a") end))
  assert(not pcall(function() return writer:seek("set") end))
  assert(not pcall(function() return writer:lines() end))
  assert(writer:close() == nil and type(getmetatable(writer)) == "string")
end
