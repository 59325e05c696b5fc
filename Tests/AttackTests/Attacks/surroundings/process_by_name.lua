-- attack: the script process is looked for by what its errors and text tell
-- family: surroundings
-- promise: no secret
-- defence: a process of its own
-- expect: ok
-- hides: /proc/
-- hides: graphene-vm

print(pcall(require, "no_such_module"))
print(package.config, _VERSION, collectgarbage("count") > 0)
print(pcall(load, "return ..."))
for key, value in pairs(graphene.run) do print(key, value) end
