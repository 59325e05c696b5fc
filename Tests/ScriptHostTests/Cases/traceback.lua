-- A traceback shows the script's frames and none of ours.
-- expect: ok

local function inner()
  local text = debug.traceback("here")
  return text
end
local function outer()
  local text = inner()
  return text
end
local text = outer()
assert(text:find("^here\nstack traceback:"), text)
assert(text:find("traceback.lua:5:", 1, true) and not text:find("graphene:", 1, true), text)
