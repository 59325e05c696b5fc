#!/usr/bin/env -S graphene run
-- A first line for the shell is no Lua.
-- expect: ok
-- expect-output: ran

print("ran")
