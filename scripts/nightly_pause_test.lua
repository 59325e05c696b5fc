-- Tests of nightly_pause.lua, each on a fresh sample account: `graphene test scripts`.

test("what runs in staging is paused, and a second run changes nothing", function(cloud)
  local run = cloud.run("nightly_pause.lua")
  local again = cloud.run("nightly_pause.lua")

  expect(#run.outputs.paused).to_equal(3)
  expect(cloud.db("staging/orders").state).to_equal("paused")
  expect(again.outputs.changed).to_equal(false)
  expect(#cloud.changes()).to_equal(3)
end)

test("what is excluded stays running", function(cloud)
  local run = cloud.run("nightly_pause.lua", { exclude = { "exp*", "catalog" } })

  expect(run.outputs.paused).to_equal({ "staging/orders" })
  expect(cloud.changes()).to_equal({ "pause staging/orders" })
end)

test("one that cannot be paused does not keep the others from it", function(cloud)
  cloud.fail_next("POST /pause", { how = "operation_fails" })

  local run = cloud.run("nightly_pause.lua", { concurrency = 1 }, { fails = "partial" })

  expect(run.exit_status).to_equal(9)
  expect(#run.outputs.failed).to_equal(1)
  expect(#run.outputs.paused).to_equal(2)
end)

test("a cloud that asks to wait is waited for", function(cloud)
  cloud.fail_next("POST /pause", { status = 429, retry_after = "30s" })

  local run = cloud.run("nightly_pause.lua", { exclude = { "exp*", "catalog" } })

  expect(run.outputs.paused).to_equal({ "staging/orders" })
end)

for _, env in ipairs { "production", "dr" } do
  test("nothing is paused in " .. env, function(cloud)
    cloud.run("nightly_pause.lua", { env = env }, { fails = "protected" })

    expect(cloud.requests({ changing = true })).to_equal({})
  end)
end
