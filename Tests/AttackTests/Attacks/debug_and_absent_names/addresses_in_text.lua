-- attack: every way of making text of a table, function or coroutine
-- family: debug and absent names
-- promise: no addresses
-- defence: text without addresses
-- expect: ok
-- hides: 0x

local function f() end
local values = { {}, f, print, coroutine.create(f), io.stdout, graphene.json.null,
  graphene.defer(f), setmetatable({}, { __name = "named" }) }
for _, value in ipairs(values) do
  print(value, tostring(value), graphene.inspect(value), graphene.inspect { [value] = value })
  print(string.format("%s %10s %.99s %-20s", value, value, value, value))
  io.write(tostring(value), "\n")
  graphene.log.info(tostring(value))
  print(pcall(string.format, "%p", value))
  print(pcall(string.format, "%20p", value))
  print(pcall(string.format, "%q", value))
  print(pcall(table.concat, { value }))
  print(pcall(error, value))
  print(pcall(function() return value + 1 end))
  print(pcall(function() return value .. "" end))
  print(pcall(function() return value < value end))
  print(pcall(string.rep, value))
  print(pcall(ipairs, nil, value))
end
