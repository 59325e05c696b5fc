-- attack: a failing wrap closes a coroutine whose handler fails in a wrap, and so on
-- family: coroutines
-- promise: the host lives
-- defence: checks of liblua
-- expect: ok or script

local function fail(depth)
  return coroutine.wrap(function()
    local x <close> = setmetatable({}, { __close = function()
      if depth < 20000 then fail(depth + 1)() end end })
    error("go")
  end)
end
pcall(fail(1))
