-- attack: comparators sort lists whose comparators sort
-- family: stack depth
-- promise: the host lives
-- defence: checks of liblua
-- expect: script

local function before() table.sort({ 2, 1 }, before) return true end
before()
