-- attack: coroutine.close is nested 20,000 deep
-- family: coroutines
-- promise: the host lives
-- defence: bounded closing
-- expect: ok
-- limits: memory 64, cpu 5s

local message
local co
for _ = 1, 20000 do
  local inner = co
  co = coroutine.create(function()
    local x <close> = setmetatable({}, { __close = function()
      if not inner then return end
      local ok, err = pcall(coroutine.close, inner)
      if not ok then message = message or err end
    end })
    coroutine.yield()
  end)
  coroutine.resume(co)
end
coroutine.close(co)
assert(tostring(message):find("nested too deeply", 1, true), tostring(message))
