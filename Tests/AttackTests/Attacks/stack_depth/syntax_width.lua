-- attack: source with more locals, constants, upvalues and labels than a function holds
-- family: stack depth
-- promise: the host lives
-- defence: checks of liblua
-- expect: ok
-- limits: cpu 2s

local locals, constants, upvalues = {}, {}, {}
for i = 1, 300 do locals[i] = "local a" .. i .. " = 1" end
for i = 1, 20000 do constants[i] = "'" .. i .. "'" end
for i = 1, 180 do upvalues[i] = "local u" .. i .. " = 1" end
assert(load(table.concat(locals, "\n")) == nil)
assert(load("return {" .. table.concat(constants, ",") .. "}"))
assert(load("goto a " .. ("::b:: "):rep(2)) == nil)
load(table.concat(upvalues, "\n") .. " return function() return " .. table.concat(constants,
  ",") .. " end")
