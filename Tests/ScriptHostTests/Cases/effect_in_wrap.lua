-- coroutine.wrap makes an iterator whose body may have effects.
-- expect: ok

local function environments()
  return coroutine.wrap(function()
    for _, name in ipairs { "dr", "production", "staging" } do
      coroutine.yield(graphene.environment(name).name)
    end
  end)
end

local seen = {}
for name in environments() do seen[#seen + 1] = name end
assert(table.concat(seen, " ") == "dr production staging")
