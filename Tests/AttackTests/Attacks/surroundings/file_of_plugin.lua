-- attack: a plugin's file lies outside of the script's folder
-- family: surroundings
-- promise: no secret
-- defence: beneath the folder
-- expect: ok
-- hides: root:x:

for _, path in ipairs { "/etc/passwd", "../../../../../../../../etc/passwd", "/proc/self/environ",
  "/dev/zero",
  "lib/leads_out.lua", "lib/leads_to_device.lua", ".", "" } do
  local ok, err = pcall(graphene.install_plugin, "staging/orders",
    { name = "x", file = path, sha256 = ("0"):rep(64) })
  assert(not ok and (err.code == "usage" or err.code == "not_found"), path .. tostring(err))
end
