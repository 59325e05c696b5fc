-- Without a terminal, confirm needs --yes, and the error repeats the whole question.
-- expect: error confirmation_required
-- expect-message: 40 GiB and 2 on-demand snapshots, for good?" needs an answer

graphene.confirm("Delete staging/orders (running, plan DS2) with its 40 GiB and 2 on-demand snapshots, for good?")
