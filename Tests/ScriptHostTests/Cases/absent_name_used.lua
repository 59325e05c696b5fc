-- Using a name that scripts have not says what to use instead.
-- expect: ok

local results = graphene.map({ 1, 2 }, function(n)
  if n == 1 then os.getenv("HOME") else dofile("x.lua") end
end, { failures = "collect" })
assert(results[1].err.hint:find("graphene.env", 1, true), results[1].err.hint)
assert(results[2].err.hint:find("require", 1, true), results[2].err.hint)
