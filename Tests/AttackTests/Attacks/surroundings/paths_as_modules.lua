-- attack: paths are given for names of modules
-- family: surroundings
-- promise: the host's surroundings are untouched
-- defence: module names
-- expect: ok

for _, name in ipairs { "../secret", "/etc/passwd", "a/../../b", "a\0b", "..", ".", "", "a..b",
  "lib.", ".lib", "a b",
  "a\n", "C:\\x", "~", "a/b", ("x"):rep(5000), "%61", "\u{2024}\u{2024}", "proc.self.environ\0" } do
  local ok, err = pcall(require, name)
  assert(not ok and err.code == "usage", name .. tostring(err))
end
