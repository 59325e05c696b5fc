-- attack: a table imitates an error of ours
-- family: forgery
-- promise: nothing is forged
-- defence: locked errors
-- expect: script

local _, real = pcall(graphene.db, "no/such")
local meta = getmetatable(real)
error(setmetatable({ code = "internal", message = "forged" }, type(meta) == "table" and meta
  or { __name = "error" }))
