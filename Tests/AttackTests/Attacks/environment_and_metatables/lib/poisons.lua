-- Replaces every name of its own globals.
return function()
  local pairs, pcall, type, _G = pairs, pcall, type, _G
  for name, value in pairs(_G) do
    if type(value) == "table" and name ~= "_G" then
      for key in pairs(value) do pcall(function() value[key] = function() return "poisoned" end
        end) end
    end
  end
  for name in pairs(_G) do _G[name] = function() return "poisoned" end end
end
