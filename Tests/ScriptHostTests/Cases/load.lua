-- load compiles text into this module's globals.
-- expect: ok

counter = 41
local chunk = assert(load("counter = counter + 1 return counter"))
assert(chunk() == 42 and counter == 42)
local own = { x = 1 }
assert(load("x = x + 1 return x", "mine", "t", own)() == 2 and own.x == 2)
local pieces, position = { "return ", "7" }, 0
assert(load(function()
  position = position + 1
  return pieces[position]
end)() == 7)
