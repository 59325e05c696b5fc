-- Tests of delete.lua, each on a fresh sample account: `graphene test scripts`.

test("nothing is deleted while nobody agrees", function(cloud)
  cloud.run("delete.lua", { db = "staging/catalog" }, { fails = "confirmation_required" })

  expect(cloud.db("staging/catalog")).to_not_equal(nil)
  expect(cloud.requests({ changing = true })).to_equal({})
end)

test("what a person agrees to is deleted", function(cloud)
  local run = cloud.run("delete.lua", { db = "staging/catalog" }, { yes = true })

  expect(#run.questions).to_equal(1)
  expect(cloud.db("staging/catalog")).to_equal(nil)
  expect(cloud.changes()).to_equal({ "delete staging/catalog" })
end)
