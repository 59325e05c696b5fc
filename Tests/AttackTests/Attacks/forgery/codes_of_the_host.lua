-- attack: a script fails with a code that only the host gives
-- family: forgery
-- promise: nothing is forged
-- defence: codes of the host
-- expect: ok

for _, code in ipairs { "cancelled", "memory_limit", "time_limit", "vm_crashed", "internal" } do
  local ok, err = pcall(graphene.fail, "x", { code = code })
  assert(not ok and err.code == "usage", tostring(err))
end
