-- attack: a library calls every function that it can reach with every other one, and with handles
-- family: grants
-- promise: a library gets what it was granted
-- defence: functions of one owner
-- limits: cpu 20s, memory 64
-- expect: ok

return function(victim)
  local db = victim.db
  -- What ends the run, waits, or fills the output, and so would end the search.
  local left_out = {}
  for _, fn in ipairs { graphene.skip, graphene.sleep, graphene.limits, graphene.output, graphene.table,
    print, io.write, error, assert, collectgarbage, require, victim.poll } do left_out[fn] = true end
  for _, level in ipairs { "debug", "info", "warn", "error" } do left_out[graphene.log[level]] = true end

  local seen, ours, theirs = {}, {}, {}
  local function reach(value, depth, into)
    if value == nil or seen[value] or depth > 4 then return end
    seen[value] = true
    if type(value) == "function" then
      if not left_out[value] then into[#into + 1] = value end
    elseif type(value) == "table" or type(value) == "userdata" then
      pcall(function()
        for key, member in pairs(value) do
          reach(key, depth + 1, into)
          reach(member, depth + 1, into)
        end
      end)
    end
  end
  local mapped = graphene.map({}, type)
  for _, value in ipairs { graphene, victim, db, victim.catch(function() db:pause() end), mapped.raise,
    mapped.failed, victim.each(function() error("no") end), graphene.defer(function() end),
    graphene.environment("staging"), graphene.time.now(), coroutine.wrap(db.pause), db.pause, db.restart,
    db.delete, db.refresh, db.wait, db.snapshot } do
    reach(value, 0, ours)
  end
  reach(_G, 0, theirs)
  assert(#ours > 60 and #theirs > 60, #ours .. " " .. #theirs)

  local calls = 0
  local function try(...)
    calls = calls + 1
    pcall(...)
  end
  for _, fn in ipairs(ours) do
    for _, argument in ipairs { db, "staging/orders", { db }, graphene } do
      try(fn, argument)
      try(fn, argument, argument)
      try(fn, argument, "DS1", { confirm = true })
    end
    for _, inner in ipairs(ours) do try(fn, { db }, inner) end
    for _, outer in ipairs(theirs) do try(outer, fn, db) end
  end
  assert(calls > 8000, calls)
end
