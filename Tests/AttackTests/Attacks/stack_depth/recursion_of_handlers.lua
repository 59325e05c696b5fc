-- attack: xpcall's handler fails within itself without end
-- family: stack depth
-- promise: the host lives
-- defence: checks of liblua
-- expect: ok

local function handler(e) return xpcall(error, handler, e) and e.x.y end
xpcall(error, handler)
xpcall(function() local function f() return 1 + f() end f() end, function(e)
  return e .. handler(e) end)
