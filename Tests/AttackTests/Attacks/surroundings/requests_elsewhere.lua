-- attack: a raw request is led to another host, path or header
-- family: surroundings
-- promise: the host's surroundings are untouched
-- defence: arguments checked by the host
-- expect: ok

for _, path in ipairs { "https://evil.example/", "//evil.example/x", "/../../x", "/x/../y", "x",
  "", "/x\r\nHost: evil",
  "/x y", "/%2e%2e/x", "\\\\evil", "/x#y", "/\0", "/x@evil.example", "http:/x" } do
  local ok, err = pcall(graphene.api, "GET", path)
  assert(not ok, path)
end
for _, method in ipairs { "get /x", "GET\r\n", "", "CONNECT", "TRACE", 1, "G\0T" } do
  assert(not pcall(graphene.api, method, "/deployments/databases"))
end
