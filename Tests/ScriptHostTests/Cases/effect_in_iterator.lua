-- An effect may be asked for inside the iterator of a generic for.
-- expect: ok

local function lookups(...)
  local names, position = { ... }, 0
  return function()
    position = position + 1
    return names[position] and graphene.db(names[position])
  end
end

local seen = {}
for db in lookups("production/orders", "staging/orders") do seen[#seen + 1] = db.env end
assert(table.concat(seen, " ") == "production staging")
