-- The script's own classes work as in Lua.
-- expect: ok

local Point = {}
Point.__index = Point
Point.__eq = function(a, b) return a.x == b.x end
Point.__lt = function(a, b) return a.x < b.x end
Point.__le = function(a, b) return a.x <= b.x end
Point.__concat = function(a, b) return tostring(a) .. tostring(b) end
Point.__tostring = function(p) return "(" .. p.x .. ")" end
Point.__unm = function(p) return setmetatable({ x = -p.x }, Point) end
Point.__pairs = function(p) return function(_, k) if not k then return "x", p.x end end, p, nil end

---@param x integer
function Point.new(x) return setmetatable({ x = x }, Point) end

local a, b = Point.new(1), Point.new(2)
assert(a == Point.new(1) and a < b and a <= b and a .. b == "(1)(2)" and (-a).x == -1)
for key, value in pairs(a) do assert(key == "x" and value == 1) end
