-- Without a terminal, confirm needs --yes.
-- expect: error confirmation_required

graphene.confirm("Delete staging/orders?")
