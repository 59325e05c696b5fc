-- attack: handlers of closing values raise, one over the other, against the limit
-- family: finalizers and closers
-- promise: processor time
-- defence: kill
-- expect: time_limit

local function closer() return setmetatable({}, { __close = function(_, e) error("mine",
  0) end }) end
while true do
  pcall(function()
    local a <close> = closer()
    local b <close> = closer()
    while true do end
  end)
end
