-- attack: load hands out another module's environment
-- family: environment and metatables
-- promise: isolation of modules
-- defence: own environments
-- expect: ok

assert(load("return _ENV")() == _G and load("return _G")() == _G)
local theirs = require "isolated"
assert(theirs.environment() ~= _G and theirs.loaded("return _ENV") == theirs.environment())
mine = "s3cret"
assert(theirs.loaded("return mine") == nil)
