-- attack: coroutine.close is the pcall
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit

while true do
  local co = coroutine.create(function()
    local x <close> = setmetatable({}, { __close = function() while true do end end })
    coroutine.yield()
  end)
  coroutine.resume(co)
  coroutine.close(co)
end
