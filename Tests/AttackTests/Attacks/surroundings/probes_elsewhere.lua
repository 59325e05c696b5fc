-- attack: probes are sent to addresses that no database has
-- family: surroundings
-- promise: the host's surroundings are untouched
-- defence: arguments checked by the host
-- expect: ok

for _, where in ipairs { "127.0.0.1", "169.254.169.254", "http://169.254.169.254/",
  "localhost:22", "evil.example" } do
  assert(not pcall(graphene.probe, where))
end
for _, port in ipairs { 22, "22", "ssh", -1, {} } do
  assert(not pcall(graphene.probe, "production/orders", { port = port }))
end
