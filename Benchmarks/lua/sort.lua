-- Sorts numbers, and records with a comparison in Lua.
local state = 42
local function random()
  state = (state * 1103515245 + 12345) % 2147483648
  return state
end

local checksum = 0
for _ = 1, 2 do
  local numbers, records = {}, {}
  for i = 1, 60000 do numbers[i] = random() end
  for i = 1, 50000 do records[i] = { key = random(), name = "n" .. i } end
  table.sort(numbers)
  table.sort(records, function(a, b)
    return a.key < b.key or a.key == b.key and a.name < b.name
  end)
  checksum = (checksum + numbers[30000] + records[25000].key) % 1000003
end

print(checksum)
