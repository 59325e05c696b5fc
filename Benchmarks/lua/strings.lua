-- Builds, joins, cuts and searches strings.
local checksum = 0
for round = 1, 14 do
  local parts = {}
  for i = 1, 20000 do
    parts[#parts + 1] = "key" .. i .. "=" .. (i * round) % 1000
  end
  local text = table.concat(parts, "&")
  for key, value in text:gmatch("(%w+)=(%d+)") do
    checksum = (checksum + #key + tonumber(value)) % 1000003
  end
  checksum = (checksum + #text:upper():gsub("KEY", "k")) % 1000003
end

print(checksum)
