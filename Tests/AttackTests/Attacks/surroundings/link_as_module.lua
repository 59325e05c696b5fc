-- attack: a module is a link that leads out of the folder
-- family: surroundings
-- promise: the host's surroundings are untouched
-- defence: beneath the folder
-- expect: ok

for _, name in ipairs { "leads_out", "leads_to_device", "leads_to_process" } do
  local ok, err = pcall(require, name)
  assert(not ok and (err.code == "usage" or err.code == "not_found"), tostring(err))
  assert(name == "leads_to_process" or err.message:find("leads out", 1, true), err.message)
end
