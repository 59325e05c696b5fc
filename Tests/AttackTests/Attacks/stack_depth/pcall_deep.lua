-- attack: pcall within pcall, as deep as it goes
-- family: stack depth
-- promise: the host lives
-- defence: checks of liblua
-- expect: ok

local deepest = 0
local function down(n)
  deepest = n
  return pcall(down, n + 1)
end
down(1)
assert(deepest > 50 and deepest < 100000, deepest)
