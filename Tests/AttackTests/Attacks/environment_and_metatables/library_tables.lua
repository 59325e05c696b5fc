-- attack: the library's tables are the same in two modules
-- family: environment and metatables
-- promise: isolation of modules
-- defence: own environments
-- expect: ok

local theirs = require "isolated".environment()
for _, name in ipairs { "string", "table", "math", "utf8", "coroutine", "os", "io", "package",
  "debug" } do
  assert(theirs[name] ~= _G[name], name)
end
assert(theirs.io.stdout ~= io.stdout)
