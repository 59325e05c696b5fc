local M = {}

function M.looks_up()
  return graphene.db("production/nothing")
end

function M.raises()
  error("broken")
end

return M
