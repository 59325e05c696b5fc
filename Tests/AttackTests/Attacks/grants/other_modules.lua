-- attack: a library requires the script's own modules, whose functions have its rights
-- family: grants
-- promise: a library gets what it was granted
-- defence: modules of the owner
-- expect: ok

return function(victim)
  for _, name in ipairs { "own", "victim", "lib.own", "attack.attack", "init", "attack.own" } do
    local failed, code = victim.fails(require, name)
    assert(failed and code == "not_found", name .. ": " .. tostring(code))
  end
  for _, name in ipairs { "../own", "/own", "attack/../own", "own\0", "" } do
    assert(victim.fails(require, name))
  end
  assert(require "attack" ~= nil)
end
