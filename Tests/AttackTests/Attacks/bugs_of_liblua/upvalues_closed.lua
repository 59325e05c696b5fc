-- attack: upvalues are closed by errors, yields and goto in turns
-- family: bugs of liblua
-- promise: the host lives
-- defence: a process of its own
-- expect: ok or script or vm_crashed

local kept = {}
for round = 1, 200 do
  local co = coroutine.wrap(function()
    for i = 1, 5 do
      local a, b <close> = i, setmetatable({}, { __close = function() kept[#kept + 1] = function()
        return i end end })
      kept[#kept + 1] = function() a = a + 1 return a end
      if i == 3 then coroutine.yield() end
      if i == 4 then error("x") end
    end
  end)
  co()
  pcall(co)
end
for _, f in ipairs(kept) do f() end
collectgarbage()

