-- attack: a library lets C functions index a handle
-- family: grants
-- promise: a library gets what it was granted
-- defence: methods of whoever indexes
-- expect: ok

return function(victim)
  local db = victim.db
  local seen = {}
  local function keep(...)
    for i = 1, select("#", ...) do seen[#seen + 1] = (select(i, ...)) end
  end
  local through = setmetatable({}, { __index = db, __len = function() return 1 end })
  keep((string.gsub("pause delete", "%a+", through)))
  keep(pcall(string.gsub, "pause", "%a+", db))
  keep(pcall(table.concat, through, ","))
  keep(pcall(table.unpack, through, 1, 2))
  keep(pcall(table.move, through, 1, 2, 1, {}))
  keep(pcall(next, db))
  local chunk = load("return delete, pause", "x", "t", through)
  local delete, pause = chunk()
  for _, fn in ipairs { delete, pause } do
    local _, code = victim.fails(fn, db)
    assert(code == "denied")
  end
  for _, value in ipairs(seen) do
    if type(value) == "function" then assert(victim.fails(value, db)) end
  end
end
