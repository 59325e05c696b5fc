local M = {}

string.upper = function() return "changed" end
pcall(rawset, graphene, "sleep", print)
leaked = true

---@param text string
---@return string
function M.upper(text) return string.upper(text) end

return M
