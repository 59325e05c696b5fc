-- attack: metamethods of every kind call themselves
-- family: stack depth
-- promise: the host lives
-- defence: checks of liblua
-- expect: ok

local meta = {}
local t = setmetatable({}, meta)
meta.__index = function(t, k) return t[k] end
meta.__newindex = function(t, k, v) t[k] = v end
meta.__concat = function(a, b) return a .. b end
meta.__len = function(a) return #a end
meta.__eq = function(a, b) return a == setmetatable({}, meta) end
meta.__lt = function(a, b) return a < b end
meta.__tostring = function(a) return tostring(a) end
local uses = { function() return t.x end, function() t.x = 1 end, function() return t .. t end,
  function() return #t end, function() return t == setmetatable({}, meta) end,
  function() return t < t end, function() return tostring(t) end, function()
    return ("%s"):format(t) end }
for i, use in ipairs(uses) do
  local ok, err = pcall(use)
  assert(not ok and (tostring(err):find("overflow") or err.code == "memory_limit"),
    i .. tostring(err))
end
