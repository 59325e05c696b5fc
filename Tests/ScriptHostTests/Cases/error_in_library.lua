-- An error in a module has the script's own line, and the module's beside it.
-- expect: ok

local library = require "fails_within"
local function at(f)
  local ok, err = pcall(function()
    local result = f()
    return result
  end)
  assert(not ok)
  return err
end

local err = at(library.looks_up)
assert(err.script:find("error_in_library.lua", 1, true) and err.line == 7, tostring(err.line))
assert(err.library == "lib/fails_within.lua" and err.library_line == 4, tostring(err.library))
