-- attack: absent names are looked for where modules keep theirs
-- family: debug and absent names
-- promise: the host's surroundings are untouched
-- defence: absent names
-- expect: ok

local theirs = require "isolated".environment()
assert(theirs.io.open == nil and theirs.os.execute == nil and theirs.debug.getinfo == nil)
for _, library in ipairs { "string", "table", "math", "utf8", "coroutine" } do
  for name, value in pairs(theirs[library]) do
    assert(type(value) ~= "table", library .. "." .. name)
  end
end
