-- attack: keys of a table that is shown run code of the script's
-- family: values to the host
-- promise: the host lives
-- defence: text without addresses
-- expect: script
-- message: the script raised a table: {[{}] = 1, [{}] = 2}
-- prints: {[{}] = 1, [{}] = 2}

local meta = { __tostring = function(key) error(key) end }
local hostile = { [setmetatable({}, meta)] = 1, [setmetatable({}, meta)] = 2 }
print(graphene.inspect(hostile))
error(hostile)
