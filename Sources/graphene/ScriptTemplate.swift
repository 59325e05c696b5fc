/// What a new script and its test begin with.
///
/// The example does something whole: it restarts what waits for a restart, changes nothing in a
/// second run, and asks before it touches production.
enum ScriptTemplate {
    static func script(_ name: String) -> String {
        """
        -- Restarts the databases of an environment whose changed settings wait for it.
        --
        -- A second run changes nothing. Production is touched only when a person agrees. This comment
        -- is what `graphene run \(name).lua --help` begins with: say here what the script does.

        local p = graphene.params {
          env = { type = "environment", default = "staging", help = "whose databases are restarted" },
          name = { type = "string", default = "*", help = "only those whose name matches this glob" },
          timeout = { type = "duration", default = "20m", help = "how long to wait for each" },
        }

        -- The guard: never beyond this environment, never many at once, and production only on demand.
        -- `protect` in your config.toml guards it in every script, whatever that says.
        graphene.limits { total = 10, targets = { p.env.name .. "/*" } }

        local waiting = graphene.databases {
          env = p.env, name = p.name, state = "running", needs_restart = true,
        }
        if p.env.name == "production" and #waiting > 0 then
          graphene.confirm(("restart %d database(s) in production?"):format(#waiting))
        end

        local restarted = {}
        for i, db in ipairs(waiting) do
          graphene.restart(db, { timeout = p.timeout })
          restarted[i] = db.ref
        end

        graphene.output("changed", #restarted > 0)
        graphene.output("restarted", restarted)
        if #restarted == 0 then
          return ("nothing in %s waits for a restart; nothing was changed"):format(p.env.name)
        end
        return ("restarted %d database(s) in %s"):format(#restarted, p.env.name)

        """
    }

    static func test(_ name: String) -> String {
        """
        -- Tests of \(name).lua: `graphene test \(name)_test.lua` runs each on a fresh sample account,
        -- and `graphene doc cloud` lists what else a test can do.

        test("what waits for a restart is restarted, and a second run changes nothing", function(cloud)
          cloud.set_db("staging/orders", { needs_restart = true })

          local run = cloud.run("\(name).lua", { env = "staging" })
          local again = cloud.run("\(name).lua", { env = "staging" })

          expect(run.outputs).to_equal({ changed = true, restarted = { "staging/orders" } })
          expect(again.outputs.changed).to_equal(false)
          expect(cloud.changes()).to_equal({ "restart staging/orders" })
        end)

        test("production is asked about first", function(cloud)
          cloud.set_db("production/orders", { needs_restart = true })

          cloud.run("\(name).lua", { env = "production" }, { fails = "confirmation_required" })
          expect(cloud.changes()).to_equal({})

          cloud.run("\(name).lua", { env = "production" }, { yes = true })
          expect(cloud.changes()).to_equal({ "restart production/orders" })
        end)

        test("a restart that fails ends the run", function(cloud)
          cloud.set_db("staging/orders", { needs_restart = true })
          cloud.fail_next("POST /restart", { how = "operation_fails" })

          cloud.run("\(name).lua", { env = "staging" }, { fails = "operation_failed" })

          expect(cloud.db("staging/orders").needs_restart).to_equal(true)
        end)

        """
    }
}
