-- parallel's first failure cancels the others, whose handlers run before it raises.
-- expect: ok

local events = {}
local ok, err = pcall(graphene.parallel, {
  function()
    graphene.on_error(function(e) events[#events + 1] = "undo after " .. e.code end)
    graphene.sleep("1h")
    events[#events + 1] = "never"
  end,
  function()
    graphene.sleep(1)
    graphene.fail("broken", { code = "unhealthy" })
  end,
})
assert(not ok and err.code == "unhealthy", tostring(err))
assert(table.concat(events, ",") == "undo after cancelled", table.concat(events, ","))
