local M = { loads = 0 }

graphene.sleep(5)
M.loads = M.loads + 1

return M
