-- params returns declared values, and refuses a name that was not declared.
-- expect: ok

local params = graphene.params {
  db = { type = "database", default = "production/orders" },
  keep = { type = "duration", default = "7d" },
  note = { type = "string" },
}
assert(params.db.name == "orders" and params.keep == 7 * 24 * 3600, tostring(params.keep))
assert(params.note == nil)
local ok, err = pcall(function() return params.kep end)
assert(not ok and err.message:find("did you mean `keep`?", 1, true), tostring(err))
