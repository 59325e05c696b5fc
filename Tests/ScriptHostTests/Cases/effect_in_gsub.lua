-- Inside a string.gsub callback Lua cannot wait, and the error says so.
-- expect: error usage
-- expect-message: string.gsub

return (("orders"):gsub("%w+", function(name) return graphene.db("production/" .. name).id end))
