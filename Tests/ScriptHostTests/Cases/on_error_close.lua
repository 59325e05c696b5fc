-- on_error held in a to-be-closed variable runs when an error leaves its block.
-- expect: ok

local undone
local ok, err = pcall(function()
  local held <close> = graphene.on_error(function(e) undone = e.message end)
  error("half way", 0)
end)
assert(not ok and err == "half way" and undone == "half way", tostring(undone))
