-- A wait for what can never come ends as soon as the database has failed.

pcall(graphene.resume, "staging/customers")
graphene.wait("staging/customers", function(db) return db.state == "running" end, { timeout = "5h" })
