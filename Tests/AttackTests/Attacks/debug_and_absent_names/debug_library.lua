-- attack: the debug library is used to reach what is hidden
-- family: debug and absent names
-- promise: isolation of modules
-- defence: absent names
-- expect: ok

for _, name in ipairs { "getregistry", "getupvalue", "setupvalue", "upvalueid", "upvaluejoin",
  "getinfo",
  "getlocal", "setlocal", "sethook", "gethook", "getmetatable", "setmetatable", "getuservalue",
  "setuservalue", "debug", "setcstacklimit" } do assert(debug[name] == nil, name) end
