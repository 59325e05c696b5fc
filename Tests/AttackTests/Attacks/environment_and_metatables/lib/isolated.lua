-- What a module sees of its own, for the script that requires it.
local M = {}
function M.upper(text) return text:upper() end
function M.format(n) return ("%d"):format(n) end
function M.global(name) return _G[name] end
function M.environment() return _ENV end
function M.loaded(source) return load(source)() end
function M.libraries() return graphene.run.libraries end
return M
