-- retry never repeats what failed for good, or with a timeout.
-- expect: ok

local attempts = 0
for _, code in ipairs { "not_found", "timeout", "script" } do
  local ok, err = pcall(graphene.retry, function()
    attempts = attempts + 1
    graphene.fail("no", { code = code })
  end)
  assert(not ok and err.code == code)
end
assert(attempts == 3)
