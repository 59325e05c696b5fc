-- require "graphene" is the global.
-- expect: ok

assert(require "graphene" == graphene)
