-- attack: every function is given every value that does not fit
-- family: values to the host
-- promise: the host lives
-- defence: arguments checked by the host
-- expect: ok
-- limits: cpu 20s, memory 64

local nasty = { 0, -1, 1e308, 0 / 0, 1 / 0, math.maxinteger, math.mininteger, 3.1e9, "", "\0",
  "*", ("x"):rep(300),
  "../..", "id:", "id:../x", "a/b", "\xff/\xff", "https://evil.example", {}, { 1 }, { a = 1 },
    true, print,
  graphene.json.null, graphene.time.now(), setmetatable({}, { __index = function() return 1 end }) }
local left = { skip = true, defer = true, on_error = true, fail = true, sleep = true,
  wait_until = true,
  table = true, limits = true }
local changes = { create = true, ensure_db = true, clone = true, create_from_snapshot = true,
  snapshot = true }
for name, fn in pairs(graphene) do
  if type(fn) == "function" and not left[name] and not changes[name] then
    for i, value in ipairs(nasty) do
      pcall(fn, value)
      pcall(fn, nasty[(i * 7) % #nasty + 1], value, nasty[(i * 3) % #nasty + 1])
    end
  end
end
for _, space in ipairs { graphene.json, graphene.time, graphene.log } do
  for _, fn in pairs(space) do
    if type(fn) == "function" then
      for i, value in ipairs(nasty) do pcall(fn, value, nasty[(i * 5) % #nasty + 1]) end
    end
  end
end
