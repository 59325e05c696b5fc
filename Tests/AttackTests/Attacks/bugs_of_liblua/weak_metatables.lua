-- attack: a table with weak keys and values gets another metatable (1b0f943d)
-- family: bugs of liblua
-- promise: the host lives
-- defence: a process of its own
-- expect: ok or script or vm_crashed or memory_limit

for _ = 1, 200 do
  local t = setmetatable({}, { __mode = "kv" })
  for i = 1, 100 do t[{}] = {} t[i] = {} end
  collectgarbage("step", 10)
  setmetatable(t, setmetatable({}, { __mode = "k" }))
  collectgarbage("step", 10)
  setmetatable(t, nil)
  for i = 1, 100 do t[i] = { i } end
end
collectgarbage()
