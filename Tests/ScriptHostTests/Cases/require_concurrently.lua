-- Tasks that require one module at the same time get the same one, loaded once.
-- expect: ok

local a, b = graphene.parallel {
  function() return require "loads_slowly" end,
  function() return require "loads_slowly" end,
}
assert(a == b and a.loads == 1)
