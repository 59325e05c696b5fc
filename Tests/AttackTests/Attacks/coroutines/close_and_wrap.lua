-- attack: closing and failing wraps are nested in turns
-- family: coroutines
-- promise: the host lives
-- defence: bounded closing
-- expect: ok

local function held(inner)
  local co = coroutine.create(function()
    local x <close> = setmetatable({}, { __close = function()
      pcall(coroutine.wrap(function()
        local y <close> = setmetatable({}, { __close = function() pcall(coroutine.close,
          inner) end })
        error("go")
      end))
    end })
    coroutine.yield()
  end)
  coroutine.resume(co)
  return co
end
local co
for _ = 1, 2000 do co = held(co) end
coroutine.close(co)
