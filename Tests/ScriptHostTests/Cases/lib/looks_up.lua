local M = {}

M.env = graphene.db("production/orders").env

return M
