-- attack: the names that reach files, programs and the environment are looked for
-- family: debug and absent names
-- promise: the host's surroundings are untouched
-- defence: absent names
-- expect: ok

for _, name in ipairs { "dofile", "loadfile", "warn", "module", "arg" } do assert(_G[name] == nil,
  name) end
for _, name in ipairs { "execute", "exit", "getenv", "remove", "rename", "tmpname", "setlocale" } do
  assert(os[name] == nil, name)
end
for _, name in ipairs { "open", "popen", "lines", "read", "input", "output", "tmpfile", "stdin",
  "close" } do
  assert(io[name] == nil, name)
end
for _, name in ipairs { "loadlib", "cpath", "path", "loaded", "preload", "searchers",
  "searchpath" } do
  assert(package[name] == nil, name)
end
