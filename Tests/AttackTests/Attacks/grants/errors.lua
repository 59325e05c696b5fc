-- attack: a library raises errors that act when they are looked at, and takes handles out of errors
-- family: grants
-- promise: a library gets what it was granted
-- defence: functions of one owner
-- expect: ok

return function(victim)
  local db, acted = victim.db, 0
  local function act()
    acted = acted + 1
    db:pause()
  end
  local meta = { __tostring = act, __index = act, __len = act, __eq = act, __concat = act, __call = act }
  for _, raised in ipairs { setmetatable({}, meta), setmetatable({ code = "denied" }, meta) } do
    victim.fails(victim.catch, function() error(raised) end)
  end
  local denied = victim.catch(function() db:pause() end)
  assert(denied.code == "denied")
  denied.operation, denied.fn = db, db.delete
  assert(victim.fails(function() victim.catch(function() error(denied) end).fn(db) end))
  -- An error of the script's own, passed through the library.
  local own = victim.catch(function() victim.call(error, denied) end)
  for _, value in pairs(own) do
    if type(value) == "function" then assert(victim.fails(value, db)) end
  end
  assert(acted > 0)
end
