-- Endless recursion is an error like any other.
-- expect: error script
-- expect-message: stack overflow

local function deeper(n) return 1 + deeper(n + 1) end
return deeper(0)
