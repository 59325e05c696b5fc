-- attack: tables are changed while next and pairs walk them
-- family: bugs of liblua
-- promise: the host lives
-- defence: checks of liblua
-- expect: ok
-- limits: cpu 2s

for round = 1, 50 do
  local t = {}
  for i = 1, 100 do t["k" .. i], t[i] = i, i end
  pcall(function()
    for key in pairs(t) do
      t[key] = nil
      t[{}], t[key .. "x"], t[round + 0.5] = 1, 2, 3
      collectgarbage("step")
    end
  end)
end
