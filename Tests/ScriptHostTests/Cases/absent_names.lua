-- Names that scripts have not read as nil, so that code can probe for them.
-- expect: ok

assert(dofile == nil and loadfile == nil and warn == nil)
assert(os.execute == nil and os.exit == nil and os.getenv == nil and os.remove == nil)
assert(io.open == nil and io.read == nil and io.popen == nil and io.lines == nil)
assert(string.dump == nil and debug.getinfo == nil and debug.sethook == nil)
assert(package.loaded == nil and package.path == nil and package.loadlib == nil)
assert(no_such_global == nil)
