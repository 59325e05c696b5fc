// swift-format-ignore-file
// What the examples of the reference print; UPDATE_GOLDEN=1 swift test --filter
// ExampleTests writes this file.
enum ExampleResults {
    static let byID = [
        "api": #"""
            DS1
            """#,
        "api fails": #"""
            error[usage]: cannot call GET deployments/plans: the path must begin with one `/`, hold no `.` or `..` segment, and no query
              hint: give the query in `query`
            """#,
        "clone": #"""
            dr/orders_dr (running)	2026-11-23T02:00:00Z
            """#,
        "clone fails": #"""
            error[ambiguous]: cannot find database orders: 2 databases match: production/orders, staging/orders
              hint: name one of them in full
            """#,
        "cloud.changes": #"""

            """#,
        "cloud.changes fails": #"""
            error[usage]: cloud.changes takes no arguments, but 1 was given
            """#,
        "cloud.db": #"""

            """#,
        "cloud.db fails": #"""
            error[usage]: cloud.db: `db` must be a database such as "staging/orders", not the number 42
            """#,
        "cloud.fail_next": #"""

            """#,
        "cloud.fail_next fails": #"""
            error[usage]: cloud.fail_next takes one of `status` and `how`
              hint: write { status = 503 } or { how = "operation_fails" }
            """#,
        "cloud.requests": #"""

            """#,
        "cloud.requests fails": #"""
            error[usage]: cloud.requests: unknown option "changed"
              hint: it takes changing
            """#,
        "cloud.run": #"""

            """#,
        "cloud.run fails": #"""
            error[not_found]: pause.lua failed: not_found: cannot find database staging/order: there is none; did you mean `staging/orders`? (pause.lua:8)
              hint: `graphene.databases()` lists those that the API client may see
            """#,
        "cloud.set_db": #"""

            """#,
        "cloud.set_db fails": #"""
            error[not_found]: the test's account has no database staging/order; did you mean `staging/orders`?
            """#,
        "confirm": #"""
            true
            """#,
        "confirm fails": #"""
            error[confirmation_required]: "Delete staging/orders and all its data?" was answered with no
            """#,
        "create": #"""
            staging/events (running)
            """#,
        "create fails": #"""
            error[conflict]: cannot create staging/orders: the API answered 409: the environment has a database called `orders` already
              hint: staging/orders is there already: choose another name, or call graphene.ensure_db
            """#,
        "create_from_snapshot": #"""
            staging/orders_test (running)
            """#,
        "create_from_snapshot fails": #"""
            error[not_found]: production/orders has no on-demand snapshot "before-import"
              hint: it has before-migration
            """#,
        "databases": #"""
            staging/catalog (running)	DS1
            staging/experiments (running)	DS2
            staging/orders (running)	DS2
            """#,
        "databases fails": #"""
            error[usage]: graphene.databases: `filter` has no field "stat"; did you mean `state`?
              hint: it takes env, name, state, plan, version, needs_restart, older_than, newer_than, exclude, where
            """#,
        "db": #"""
            bolt://db-579c3b6f8708.graphenedb.invalid:24412
            """#,
        "db fails": #"""
            error[ambiguous]: cannot find database orders: 2 databases match: production/orders, staging/orders
              hint: name one of them in full
            """#,
        "defer": #"""
            trying out	staging/trial (running)
            deleted	true
            """#,
        "defer fails": #"""
            error[usage]: graphene.defer: `fn` must be a function, not the string "delete the copy"
            """#,
        "delegate": #"""
            staging/orders (paused)	staging/orders
            """#,
        "delegate fails": #"""
            error[usage]: graphene.delegate: the string "pauze" is nothing that a database does; did you mean `pause`?
              hint: name its methods: graphene.delegate(db, { "pause", "resume" })
            """#,
        "delete": #"""
            true
            """#,
        "delete fails": #"""
            error[not_found]: cannot find database staging/experiment: there is none; did you mean `staging/experiments`?
              hint: `graphene.databases()` lists those that the API client may see
            """#,
        "dns_switch.revert": #"""
            warning: staging lacks what production has (network rule shop servers, peer shop, peer analytics): clients let in there may be refused here
            warning: production lacks what staging has (peer shop-staging): clients let in there may be refused here
            staging/catalog -> production/catalog
            false	the addresses are no longer those that it left
            """#,
        "dns_switch.revert fails": #"""
            warning: staging lacks what production has (network rule shop servers, peer shop, peer analytics): clients let in there may be refused here
            error[usage]: dns_switch.revert: `timeout` must be a duration such as 90, "15m" or "2h30m", not the string "soon"
            """#,
        "dns_switch.verify": #"""
            warning: staging lacks what production has (network rule shop servers, peer shop, peer analytics): clients let in there may be refused here
            true
            """#,
        "dns_switch.verify fails": #"""
            warning: staging lacks what production has (network rule shop servers, peer shop, peer analytics): clients let in there may be refused here
            error[usage]: dns_switch.verify: `check` must be one of "bolt", not the string "http"
            """#,
        "duration": #"""
            9000
            """#,
        "duration fails": #"""
            error[usage]: graphene.duration: `value` must be a duration such as 90, "15m" or "2h30m", not the string "2 hours"
            """#,
        "ensure_db": #"""
            staging/orders_test (running)	true
            """#,
        "ensure_db fails": #"""
            error[usage]: graphene.ensure_db: staging/orders_test is not there, and nothing says how to make it
              hint: give `from`, or all of `plan`, `version` and `edition`
            """#,
        "env": #"""
            #databases
            """#,
        "env fails": #"""
            error[denied]: the script may not read the environment variable "HOME"
              hint: allow it with `--env HOME`
            """#,
        "environment": #"""
            eu-west-1
            """#,
        "environment fails": #"""
            error[not_found]: cannot find environment prodution: there is none of that name; did you mean `production`?
              hint: `graphene.environments()` lists those that the API client may see
            """#,
        "environments": #"""
            dr	us-east-1
            production	eu-west-1
            staging	eu-central-1
            """#,
        "environments fails": #"""
            error[usage]: graphene.environments: `filter` must be a pattern of the name such as "prod*", not a table
              hint: choose by other fields in Lua: `if env.region == "eu-west-1" then …`
            """#,
        "expect": #"""

            """#,
        "expect fails": #"""
            error[usage]: expect(…) has no field `to_be`
            """#,
        "expect.to_contain": #"""

            """#,
        "expect.to_contain fails": #"""
            error[unhealthy]: expected a list that contains "pause staging/orders", given {}
            """#,
        "expect.to_equal": #"""

            """#,
        "expect.to_equal fails": #"""
            error[unhealthy]: expected "paused" at .state, given "running"; the whole is {state = "running"}
            """#,
        "expect.to_match": #"""

            """#,
        "expect.to_match fails": #"""
            error[unhealthy]: expected a text that matches "^paused %d+ database", given "nothing to pause"
            """#,
        "expect.to_not_equal": #"""

            """#,
        "expect.to_not_equal fails": #"""
            error[unhealthy]: expected anything but nil, given that
            """#,
        "expect.to_raise": #"""

            """#,
        "expect.to_raise fails": #"""
            error[unhealthy]: expected the error `conflict`, but none was raised; it returned 7
            """#,
        "fail": #"""
            false	unhealthy	orders is too old
            """#,
        "fail fails": #"""
            error[script]: orders is too old
            """#,
        "find_db": #"""
            dr/orders (running)
            """#,
        "find_db fails": #"""
            error[ambiguous]: cannot find database orders: 2 databases match: production/orders, staging/orders
              hint: name one of them in full
            """#,
        "inspect": #"""
            {
              last_health = "ok",
              locked = false,
              needs_restart = false,
              pending = false,
              state = "running",
              under_incident = false,
            }
            """#,
        "inspect fails": #"""
            error[usage]: graphene.inspect takes at most 1 argument, but 2 were given
            """#,
        "install_plugin": #"""
            greeting	true
            """#,
        "install_plugin fails": #"""
            error[integrity]: "plugins/greeting.jar" has the SHA-256 840c3c45a67b321f2fcdfa2a4ba5eb5cc09f0b10a95e59c731ff200a571727f3, not "0b5e1a6f"
              hint: check where the file came from; when it is right, write its SHA-256 into the script
            """#,
        "json.decode": #"""
            DS1
            """#,
        "json.decode fails": #"""
            error[usage]: graphene.json.decode cannot read the text: it is not JSON: a key in quotes is missing at line 1, column 2
            """#,
        "json.encode": #"""
            {"plan":"DS1","sizes":[32,64]}
            """#,
        "json.encode fails": #"""
            error[usage]: graphene.json.encode: `value["check"]` must be something that JSON can hold, not a function
            """#,
        "latest_snapshot": #"""
            before-migration (Ready)
            """#,
        "latest_snapshot fails": #"""
            error[usage]: graphene.latest_snapshot: `max_age` is missing; it must be a duration such as 90, "15m" or "2h30m"
            """#,
        "limits": #"""
            true
            """#,
        "limits fails": #"""
            error[usage]: graphene.limits: `limits.targets[1]` must be of the form "environment/name", not the string "staging"
            """#,
        "log.debug": #"""
            debug: copied {"minutes":38,"name":"orders_dr"}
            """#,
        "log.debug fails": #"""
            error[usage]: graphene.log.debug: `fields` must be a table, not the string "orders_dr"
            """#,
        "log.error": #"""
            error: copied {"minutes":38,"name":"orders_dr"}
            """#,
        "log.error fails": #"""
            error[usage]: graphene.log.error: `fields` must be a table, not the string "orders_dr"
            """#,
        "log.info": #"""
            info: copied {"minutes":38,"name":"orders_dr"}
            """#,
        "log.info fails": #"""
            error[usage]: graphene.log.info: `fields` must be a table, not the string "orders_dr"
            """#,
        "log.warn": #"""
            warn: copied {"minutes":38,"name":"orders_dr"}
            """#,
        "log.warn fails": #"""
            error[usage]: graphene.log.warn: `fields` must be a table, not the string "orders_dr"
            """#,
        "map": #"""
            3	0
            """#,
        "map fails": #"""
            error[partial]: 1 of 2 failed: staging/order (not_found: cannot find database staging/order: there is none; did you mean `staging/orders`?)
            """#,
        "on_error": #"""
            warning: staging lacks what production has (network rule shop servers, peer shop, peer analytics): clients let in there may be refused here
            true
            """#,
        "on_error fails": #"""
            error[rollback_failed]: an on_error handler failed (script: and there is no way back) while undoing what had failed (script: the shop does not answer)
              hint: look at what the run had done, and undo the rest by hand
            """#,
        "operation": #"""
            running
            """#,
        "operation fails": #"""
            error[not_found]: cannot read operation op-81 of staging/orders: the API answered 404: no such operation
            """#,
        "operation.wait": #"""
            accepted
            staging/orders (paused)	true
            """#,
        "operation.wait fails": #"""
            error[timeout]: cannot clone production/orders: it was not done after 5m; the cloud goes on with it (operation 2e1b5ba541bf9fc20af801c9ef31577b, running)
              hint: wait for it later, or raise `timeout`
            """#,
        "output": #"""
            copy = dr/archive
            """#,
        "output fails": #"""
            error[usage]: graphene.output: `value` must be something that JSON can hold, not a function
            """#,
        "parallel": #"""
            dr/orders (running)	dr/catalog (running)
            """#,
        "parallel fails": #"""
            error[usage]: graphene.parallel: entry 1 must be a function, not a database
              hint: write `function() … end` around the call
            """#,
        "params": #"""
            production/orders (running)	604800
            """#,
        "params fails": #"""
            error[usage]: the script's parameters: `db` is missing; it must be a database such as "production/orders"
              hint: `graphene run SCRIPT --help` lists the script's parameters
            """#,
        "pause": #"""
            staging/orders	paused	true
            """#,
        "pause fails": #"""
            error[usage]: cannot find database experiments: a bare name is not enough to change a database
              hint: write `staging/experiments`
            """#,
        "plans": #"""
            DS1
            DS2
            DS3
            DS4
            DS5
            """#,
        "plans fails": #"""
            error[usage]: graphene.plans takes no arguments, but 1 was given
            """#,
        "plugins": #"""
            apoc
            graph-data-science
            """#,
        "plugins fails": #"""
            error[not_found]: cannot find database production/order: there is none; did you mean `production/orders`?
              hint: `graphene.databases()` lists those that the API client may see
            """#,
        "probe": #"""
            true	Bolt 5.8
            name	10
            tcp	10
            tls	10
            bolt	10
            """#,
        "probe fails": #"""
            error[usage]: graphene.probe: `port` must be one of "bolt", "http", not the string "https"
            """#,
        "remove_plugin": #"""
            apoc	true
            """#,
        "remove_plugin fails": #"""
            error[usage]: graphene.remove_plugin: `name` is missing; it must be a string
            """#,
        "resize": #"""
            DS3	true
            """#,
        "resize fails": #"""
            error[usage]: cannot resize staging/orders: the API answered 400: there is no plan `DS9`
            """#,
        "restart": #"""
            staging/orders (running)	true
            """#,
        "restart fails": #"""
            error[conflict]: cannot restart staging/customers: the API answered 409: the database `customers` is not running
            """#,
        "restore": #"""
            staging/orders (running)	2026-11-22T00:00:00Z
            """#,
        "restore fails": #"""
            error[not_found]: production/orders has no on-demand snapshot "before-import"
              hint: it has before-migration
            """#,
        "resume": #"""
            staging/customers (running)	true
            """#,
        "resume fails": #"""
            error[usage]: graphene.resume: unknown option "timout"; did you mean `timeout`?
              hint: it takes timeout, wait, locked_timeout, poll, reason
            """#,
        "retry": #"""
            info: attempt 1 of 5 failed (unavailable: not yet); again in 5s
            info: attempt 2 of 5 failed (unavailable: not yet); again in 10s
            3
            """#,
        "retry fails": #"""
            info: attempt 1 of 3 failed (unavailable: still not); again in 2s
            info: attempt 2 of 3 failed (unavailable: still not); again in 4s
            error[unavailable]: still not
            """#,
        "set_settings": #"""
            staging/orders (running)	true	{{after = "4G", key = "dbms.memory.heap.max_size"}}
            """#,
        "set_settings fails": #"""
            error[usage]: graphene.set_settings: `settings["dbms.memory.heap.max_size"]` must be text, a number, a boolean or a secret, not an empty table
            """#,
        "settings": #"""
            16G
            """#,
        "settings fails": #"""
            error[not_found]: cannot find database production/order: there is none; did you mean `production/orders`?
              hint: `graphene.databases()` lists those that the API client may see
            """#,
        "skip": #"""
            skipped: nothing has failed
            """#,
        "skip fails": #"""
            error[usage]: graphene.skip: `reason` must be a string, not a table
            """#,
        "sleep": #"""
            30
            """#,
        "sleep fails": #"""
            error[usage]: graphene.sleep: `duration` must be a duration such as 90, "15m" or "2h30m", not the string "half an hour"
            """#,
        "snapshot": #"""
            before-5.26 (Ready)	2026-11-23T02:00:00Z
            """#,
        "snapshot fails": #"""
            error[conflict]: cannot take a snapshot of production/customers: the API answered 409: the database `customers` has 2 manual snapshots, the most that it may have; delete one first
            """#,
        "snapshots": #"""
            quarter-end	2026-11-20T02:00:00Z
            """#,
        "snapshots fails": #"""
            error[usage]: graphene.snapshots: unknown option "since"
              hint: it takes label, before, after, max_age
            """#,
        "status": #"""
            running
            """#,
        "status fails": #"""
            error[not_found]: cannot find database production/order: there is none; did you mean `production/orders`?
              hint: `graphene.databases()` lists those that the API client may see
            """#,
        "switch_dns": #"""
            warning: dr lacks what production has (network rule shop servers, peer shop, peer analytics): clients let in there may be refused here
            production/orders -> dr/orders
            db-579c3b6f8708.graphenedb.invalid	db-66006116c3b5.graphenedb.invalid
            """#,
        "switch_dns fails": #"""
            error[conflict]: cannot switch the connections of production/orders to production/reports: production/reports is paused, and clients would be led to it
              hint: resume it first
            """#,
        "table": #"""
            REF               STATE    PLAN
            dr/archive        running  DS3
            dr/drill-october  paused   DS1
            """#,
        "table fails": #"""
            error[usage]: graphene.table: `rows` must be a list, not the string "dr/archive"
            """#,
        "test": #"""

            """#,
        "test fails": #"""
            error[usage]: there are two tests called `it pauses`: this one, and that of a_test.lua:1
              hint: give each a name of its own
            """#,
        "time.ago": #"""
            true
            """#,
        "time.ago fails": #"""
            error[usage]: graphene.time.ago: `duration` must be a duration such as 90, "15m" or "2h30m", not the string "a month"
            """#,
        "time.human": #"""
            2h30m
            400d
            """#,
        "time.human fails": #"""
            error[usage]: graphene.time.human: `value` must be a duration or a time, not the string "a while"
            """#,
        "time.now": #"""
            2026-11-23T02:00:00Z
            """#,
        "time.now fails": #"""
            error[usage]: graphene.time.now takes no arguments, but 1 was given
            """#,
        "time.parse": #"""
            2026-11-23T00:00:00Z	2026-11-23T02:30:00Z	true
            """#,
        "time.parse fails": #"""
            error[usage]: graphene.time.parse: `text` must be a time such as "2026-11-23T02:00:00Z", not the string "yesterday"
            """#,
        "time.since": #"""
            3600
            """#,
        "time.since fails": #"""
            error[usage]: graphene.time.since: `time` must be a time such as "2026-11-23T02:00:00Z", not a database
            """#,
        "time.stopwatch": #"""
            120.431
            """#,
        "time.stopwatch fails": #"""
            error[usage]: graphene.time.stopwatch takes no arguments, but 1 was given
            """#,
        "topic cleanup": #"""
            in the block
            at the end of the block
            after it
            """#,
        "topic concurrency": #"""
            3	true
            """#,
        "topic durations": #"""
            9000	90	2h30m
            """#,
        "topic errors": #"""
            false	conflict	true
            """#,
        "topic grants": #"""
            staging/orders (paused)	delegate(staging/orders: pause)
            """#,
        "topic handles": #"""
            staging/orders (running)	running	paused
            running	paused	true
            """#,
        "topic limits": #"""
            staging/orders (paused)	true
            false	limit_exceeded: cannot pause staging/catalog: `total = 1` (test.lua:1) allows no more: 1 was sent already; nothing was changed by it, but by this run before it: pause staging/orders
            """#,
        "topic modules": #"""
            Lua 5.4	nil	nil
            false	test.lua:2: attempt to call a nil value (field 'open')
            """#,
        "topic names": #"""
            production/orders (running)	staging/experiments (running)
            """#,
        "topic options": #"""
            staging/customers (paused)	false
            """#,
        "topic parameters": #"""
            production/orders (running)	604800	1
            """#,
        "topic times": #"""
            2026-11-23T02:30:00Z	3600	true
            """#,
        "value database": #"""
            DS4
            """#,
        "value dns_switch": #"""
            warning: staging lacks what production has (network rule shop servers, peer shop, peer analytics): clients let in there may be refused here
            db-7ed281bd1302.graphenedb.invalid	db-7ed281bd1302.graphenedb.invalid
            """#,
        "value environment": #"""
            office	203.0.113.0/24
            shop servers	198.51.100.16/28
            """#,
        "value error": #"""
            cannot restart staging/customers: the API answered 409: the database `customers` is not running
            """#,
        "value json.null": #"""
            true
            """#,
        "value operation": #"""
            staging/orders (paused)	true
            """#,
        "value parameter": #"""
            DS1
            """#,
        "value plugin": #"""
            apoc
            """#,
        "value probe": #"""
            HTTP/1.1 200
            """#,
        "value result": #"""
            30s	true	30
            """#,
        "value results": #"""
            staging/order	not_found
            """#,
        "value run": #"""
            2026-11-23	6
            """#,
        "value secret": #"""
            ***
            """#,
        "value snapshot": #"""
            2026-11-09T02:00:00Z
            """#,
        "value status": #"""
            ok
            """#,
        "versions": #"""
            4.4.38	community
            4.4.38	enterprise
            5.26.1	community
            5.26.1	enterprise
            """#,
        "versions fails": #"""
            error[usage]: graphene.versions takes no arguments, but 1 was given
            """#,
        "wait": #"""
            staging/customers (running)
            """#,
        "wait fails": #"""
            error[timeout]: staging/customers did not become running within 1m; it is paused
              hint: raise `timeout`
            """#,
        "wait_until": #"""
            4
            """#,
        "wait_until fails": #"""
            error[timeout]: dr/orders never appeared within 1m
            """#,
    ]
}
