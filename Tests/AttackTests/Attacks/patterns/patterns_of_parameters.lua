-- attack: the host matches a parameter against a pattern that backtracks
-- family: patterns
-- promise: the host lives
-- defence: patterns within a budget
-- expect: ok or usage
-- limits: cpu 1s

graphene.params {
  name = { type = "string", pattern = ("a*"):rep(30) .. "b", default = ("a"):rep(2000) },
}
