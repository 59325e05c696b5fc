-- Tests of lib/runbook, each on a fresh sample account: `graphene test scripts`.

local runbook = require "runbook"

test("a name gets the day of the run, and gives it back", function()
  local name = runbook.dated("a_very_long_name_of_a_database")

  local digits = string.gsub(graphene.run.date, "-", "")
  expect(name).to_equal("a_very_long_name_o_" .. digits)
  expect({ runbook.date_of(name) }).to_equal({ "a_very_long_name_o", graphene.run.date })
  expect(runbook.dated("orders", "2026-11-23")).to_equal("orders_20261123")
end)

test("what is no dated name has no date", function()
  for _, name in ipairs { "orders", "orders_", "_20261123", "orders_20261323", "orders_2026112" } do
    expect(runbook.date_of(name)).to_equal(nil)
  end
  expect(function() runbook.dated("orders", "yesterday") end).to_raise("usage")
end)

test("a guard covers environments, patterns, and what it cannot tell", function()
  local guard = runbook.guard { "production", "dr/a*", "staging/orders" }

  expect(guard:covering({ env = "Production", name = "x" })).to_equal("production/*")
  expect(guard:covering({ env = "dr", name = "archive" })).to_equal("dr/a*")
  expect(guard:covering({ env = "dr", name = "drill" })).to_equal(nil)
  expect(guard:covering({ env = "staging", name = "orders_2" })).to_equal(nil)
  expect(guard:covering({ name = "orders" })).to_equal("production/*")
  expect(guard:covering_environment("production")).to_equal("production/*")
  expect(guard:covering_environment("staging")).to_equal(nil)
end)

test("a guard fails the run for what it covers, and splits a list", function()
  local guard = runbook.guard { "production" }
  local free, covered = guard:split(graphene.databases())

  expect(#covered).to_equal(#graphene.databases("production"))
  expect(#free + #covered).to_equal(#graphene.databases())
  expect(guard:check(free[1], "deleted")).to_equal(free[1])
  local err = expect(function() guard:check(covered[1], "deleted") end).to_raise("protected")
  expect(err.message).to_contain("is not to be deleted: it is protected by the guard `production/*`")
end)

local function databases()
  return graphene.db("production/orders"), graphene.db("staging/orders")
end

test("a replacement leads the address to a copy, and can be taken back", function(cloud)
  local source, before = databases()
  local address = before.domain
  local done = runbook.replace(source, before)

  expect(graphene.db(address)).to_equal(done.copy)
  done.switch:revert()
  expect(graphene.db(address)).to_equal(before)
  expect(#cloud.changes()).to_equal(3)
end)

test("a copy that is not wanted never gets the address", function(cloud)
  local source, before = databases()

  expect(function()
    runbook.replace(source, before, { verify = function() graphene.fail("it is empty") end })
  end).to_raise("script")
  expect(cloud.changes()).to_equal({ "clone production/orders" })
end)

test("a copy that fails once it has the address gives it back", function()
  local source, before = databases()
  local address, looks = before.domain, 0

  local err = expect(function()
    runbook.replace(source, before, { verify = function()
      looks = looks + 1
      if looks == 2 then graphene.fail("it answers no more", { code = "unhealthy" }) end
    end })
  end).to_raise("unhealthy")
  expect(err.message).to_equal("it answers no more")
  expect(graphene.db(address)).to_equal(before)
end)

test("a repeated replacement takes up the copy of the day", function(cloud)
  local source, before = databases()
  local stop = { verify = function() graphene.fail("stop") end }

  expect(function() runbook.replace(source, before, stop) end).to_raise("script")
  runbook.replace(source, before)
  expect(#cloud.changes()).to_equal(2)
end)
