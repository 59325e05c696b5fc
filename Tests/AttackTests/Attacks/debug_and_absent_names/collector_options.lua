-- attack: the collector is stopped, tuned or put into another mode
-- family: debug and absent names
-- promise: memory
-- defence: collector's options
-- expect: ok

for _, option in ipairs { "stop", "restart", "generational", "incremental", "setpause",
  "setstepmul",
  "isrunning", "", "COLLECT", 1, true, {} } do
  assert(not pcall(collectgarbage, option), tostring(option))
end
assert(collectgarbage("count") > 0)
