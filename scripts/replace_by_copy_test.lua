-- Tests of replace_by_copy.lua, each on a fresh sample account: `graphene test scripts`.

test("the target's address leads to a copy of the source, and a second run changes nothing",
  function(cloud)
    local address = cloud.db("staging/orders").domain
    local run = cloud.run("replace_by_copy.lua", {}, { yes = true })
    local again = cloud.run("replace_by_copy.lua", { target = address }, { yes = true })

    expect(run.outputs.served_by).to_match("^staging/orders_%d+$")
    expect(cloud.db(run.outputs.served_by).domain).to_equal(address)
    expect(again.outputs.changed).to_equal(false)
    expect(#cloud.changes()).to_equal(2)
  end)

test("what the guard covers is not replaced", function(cloud)
  cloud.run("replace_by_copy.lua", { target = "production/catalog" }, { fails = "protected" })

  expect(cloud.requests({ changing = true })).to_equal({})
end)

test("without consent nothing is done", function(cloud)
  cloud.run("replace_by_copy.lua", {}, { fails = "confirmation_required" })

  expect(cloud.requests({ changing = true })).to_equal({})
end)
