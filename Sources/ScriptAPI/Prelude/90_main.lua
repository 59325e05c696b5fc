-- Runs the script: the whole life of the main task.
local vm = ...
local lib = vm.lib

local error, pack, unpack = error, table.pack, table.unpack

-- Lua names a function in its messages by looking for it in the libraries that it opened itself.
for _, name in ipairs { "setmetatable", "pcall", "xpcall", "tostring" } do _G[name] = vm[name] end
for name in pairs(vm.coroutine) do coroutine[name] = vm.coroutine[name] end
string.format, string.rep = vm.format, vm.rep

---@param chunk function
local function run_script(chunk)
  local values = pack(chunk())
  local missed = lib.results.unseen_error()
  if missed then error(missed, 0) end
  for i = 1, values.n do values[i] = lib.plain.deep(values[i]) end
  return unpack(values, 1, values.n)
end

---Takes over what comes with the script, and not before.
function lib.begin()
  lib.standard.begin()
  lib.graphene.begin()
end

vm.main(function(source, chunkname)
  lib.begin()
  local outcome = lib.scopes.run(function()
    return run_script(lib.modules.main(source, chunkname))
  end)
  if outcome.skipped then vm.tell("skip", outcome.skipped) end
  return lib.scopes.deliver(outcome)
end)
