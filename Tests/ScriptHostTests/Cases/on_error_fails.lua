-- A failing on_error handler turns the error into rollback_failed, with the first as its cause.
-- expect: error rollback_failed
-- expect-message: the copy is still there

graphene.on_error(function() error("the copy is still there", 0) end)
graphene.fail("restore failed", { code = "operation_failed" })
