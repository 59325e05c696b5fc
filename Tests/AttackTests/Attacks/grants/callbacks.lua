-- attack: a library has its code called by the script's functions
-- family: grants
-- promise: a library gets what it was granted
-- defence: functions of one owner
-- expect: ok

return function(victim)
  local db, codes = victim.db, {}
  local function try(how)
    return function()
      local ok, err = pcall(how)
      codes[#codes + 1] = ok and "done" or type(err) == "table" and err.code or tostring(err)
    end
  end
  local hows = {
    function() db:pause() end, function() return graphene.pause(db) end, function() return db:restart() end,
    function() if not pcall(db.delete, db) then error("nothing", 0) end end,
  }
  for index, how in ipairs(hows) do
    local fn = try(how)
    victim.call(fn)
    victim.each(fn)
    victim.retry(function() fn() return true end)
    victim.filter(function() fn() return false end)
    victim.poll(function() fn() return true end)
    victim.later(fn)
    victim.close(setmetatable({}, { __close = fn }))
    victim.concat(setmetatable({}, { __len = function() fn() return 0 end }))
    victim.walk(setmetatable({}, { __pairs = function() fn() return next, {}, nil end }))
    victim.compare(setmetatable({}, { __eq = fn }), setmetatable({}, { __eq = fn }))
    victim.fails(victim.show, setmetatable({}, { __tostring = function() fn() return "x" end }))
    if index == 4 then break end
  end
  assert(#codes > 40)
  -- Where C calls, an effect cannot even be asked for.
  for _, code in ipairs(codes) do assert(code == "denied" or code == "usage" or code == "nothing", code) end
  for index, fn in ipairs { db.pause, db.restart, db.delete } do
    assert(#victim.each(fn) == 1, index)
    assert(victim.fails(victim.retry, function() return fn(db) end))
  end
end
