-- Fills the heap with blocks of one size after the other, so that none fits what was freed before.
for size = 24, 480, 16 do
  pcall(function()
    local kept = {}
    for i = 1, 1 << 24 do kept[i] = ("x"):rep(size - 20) .. i end
  end)
  collectgarbage()
end
