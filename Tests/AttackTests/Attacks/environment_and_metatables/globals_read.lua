-- attack: a module reads the script's globals
-- family: environment and metatables
-- promise: no secret
-- defence: own environments
-- expect: ok

secret_of_mine = "s3cret"
assert(require "isolated".global("secret_of_mine") == nil)
