-- attack: the specification of parameters does not fit in every way
-- family: forgery
-- promise: the host lives
-- defence: arguments checked by the host
-- expect: ok

for _, spec in ipairs { { x = { type = "nonsense" } }, { x = 1 }, { [1] = {} },
  { x = { min = {} } }, { [true] = 1 },
  { x = { pattern = "[" } }, { x = { default = print } }, { x = { type = {} } } } do
  assert(not pcall(graphene.params, spec))
end
