-- Writes the command line that runs a script of this folder, for a person to paste.

local graphene = require "graphene"

local M = {}

-- A word as a shell reads it back.
local function quoted(word)
  if word:match("^[%w_./:@%%+=,-]+$") then return word end
  return "'" .. word:gsub("'", "'\\''") .. "'"
end

---Returns the line that runs a script beside the running one.
---@param script string its file name
---@param parameters { [1]: string, [2]: any }[] names and values; one without a value is left out
---@return string
function M.line(script, parameters)
  local folder = graphene.run.script:match("^(.*/)") or ""
  local words = { "graphene", "run", quoted(folder .. script) }
  for _, parameter in ipairs(parameters) do
    local name, value = parameter[1], parameter[2]
    if value ~= nil then
      words[#words + 1] = "--param"
      words[#words + 1] = quoted(name .. "=" .. tostring(value))
    end
  end
  return table.concat(words, " ")
end

return M
