-- attack: utf8.offset and utf8.len walk a long text from every place
-- family: long loops in C
-- promise: processor time
-- defence: kill
-- expect: time_limit

local text = ("\u{10FFFF}"):rep(100000)
for i = 1, #text do
  pcall(utf8.offset, text, -i)
  pcall(utf8.len, text, 1, -i)
end
