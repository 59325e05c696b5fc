-- Tests of restart.lua, each on a fresh sample account: `graphene test scripts`.

test("a database is restarted, every time it is asked to", function(cloud)
  cloud.run("restart.lua", { db = "production/catalog" })
  cloud.run("restart.lua", { db = "production/catalog" })

  expect(cloud.changes()).to_equal({ "restart production/catalog", "restart production/catalog" })
end)

test("with if_needed only what waits for a restart gets one", function(cloud)
  local before = cloud.run("restart.lua", { db = "production/catalog", if_needed = true })
  cloud.set_db("production/catalog", { needs_restart = true })
  local needed = cloud.run("restart.lua", { db = "production/catalog", if_needed = true })

  expect(before.outputs.changed).to_equal(false)
  expect(needed.outputs.changed).to_equal(true)
  expect(cloud.db("production/catalog").needs_restart).to_equal(false)
  expect(cloud.changes()).to_equal({ "restart production/catalog" })
end)

test("what is paused is not started by a restart", function(cloud)
  local run = cloud.run("restart.lua", { db = "staging/customers" }, { fails = "conflict" })

  expect(run.error.message).to_contain("resume.lua starts it")
  expect(cloud.db("staging/customers").state).to_equal("paused")
end)

test("a mistyped database is told the nearest name", function(cloud)
  local run = cloud.run("restart.lua", { db = "staging/ordres" }, { fails = "not_found" })

  expect(run.error.message).to_match("did you mean `staging/orders`")
  expect(cloud.changes()).to_equal({})
end)
