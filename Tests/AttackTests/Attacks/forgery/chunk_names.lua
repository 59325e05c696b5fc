-- attack: a loaded chunk calls itself by another file's name, or ours
-- family: forgery
-- promise: nothing is forged
-- defence: names of loaded chunks
-- expect: ok

for _, name in ipairs { "=graphene", "@nightly.lua", "=[C]", "graphene", "@lib/x.lua",
  "=(load)\nnightly.lua" } do
  local _, err = pcall(assert(load("error('x')", name)))
  assert(err:find("^%(load: "), err)
end
