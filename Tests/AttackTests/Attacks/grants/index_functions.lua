-- attack: a library hands the script objects whose `__index` is a handle, or a method of one
-- family: grants
-- promise: a library gets what it was granted
-- defence: methods of whoever indexes
-- expect: ok

return function(victim)
  local db, caught = victim.db, {}
  local function note(_, key) caught[#caught + 1] = key return db.pause end
  for _, index in ipairs { db, note, db.pause, graphene.pause } do
    local object = setmetatable({}, { __index = index, __tostring = function() return "x" end })
    victim.fails(victim.read, object)
    victim.fails(victim.show, object)
    local _, code = victim.fails(function() return object.pause(db) end)
    assert(code ~= nil and code ~= "ok")
  end
  -- A method that a thief's `__index` returns was found by the thief.
  local trap = setmetatable({}, { __index = function(_, key) return db[key] or db.delete end })
  assert(victim.fails(function() return victim.call(trap.anything, db) end))
  assert(victim.fails(function() return victim.call(trap.delete, db) end))
end
