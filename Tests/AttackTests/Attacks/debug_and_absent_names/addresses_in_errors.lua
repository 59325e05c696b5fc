-- attack: what is raised or returned shows where it lies
-- family: debug and absent names
-- promise: no addresses
-- defence: text without addresses
-- expect: script
-- hides: 0x

error(setmetatable({ print, {}, coroutine.create(print) }, { __name = "thing" }))
