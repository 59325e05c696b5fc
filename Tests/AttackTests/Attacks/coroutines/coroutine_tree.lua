-- attack: coroutines in a tree, each of which swallows its children's errors
-- family: coroutines
-- promise: processor time
-- defence: kill
-- expect: time_limit

local function grow(depth)
  for _ = 1, 2 do
    local co = coroutine.create(function() if depth > 0 then grow(depth - 1) end while true do end
      end)
    coroutine.resume(co)
  end
end
grow(20)
