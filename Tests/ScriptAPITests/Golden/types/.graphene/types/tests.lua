-- Written by `graphene types`; it holds 547929c9fc5ce8d3.
---@meta

---What can be expected of a value.
---@class graphene.Expectation
local Expectation = {}

---A test's account.
---@class graphene.TestCloud
local TestCloud = {}

---Declares a test; each runs in a process of its own, on a fresh simulated account.
---
---Returns nothing.
---
---Raises `usage`.
---
---```lua
---test("a paused database is left alone", function(cloud)
---  cloud.run("pause.lua", { db = "staging/customers" })
---  expect(cloud.changes()).to_equal({})
---end)
---```
---@param name string a sentence that says what holds; no two in a file are the same
---@param fn fun(cloud: graphene.TestCloud): any called as `fn(cloud)` once the whole file has run
function test(name, fn) end

---Begins a sentence about a value; what the value must be follows it.
---
---Returns what can be expected of it: `to_equal` and the others.
---
---Raises `usage`.
---
---```lua
---expect(cloud.db("staging/orders").state).to_equal("running")
---```
---@param value any what was come to
---@return graphene.Expectation
function expect(value) end

---Fails the test unless the value is the expected one, down to the innermost table.
---
---Returns the value.
---
---Raises `unhealthy`, `usage`.
---
---```lua
---expect({ 1, { 2 } }).to_equal({ 1, { 2 } })
---```
---@param expected any the same value; of handles, the same object
---@return any value
function Expectation.to_equal(expected) end

---Fails the test if the value is that one.
---
---Returns the value.
---
---Raises `unhealthy`, `usage`.
---
---```lua
---expect(cloud.db("staging/orders")).to_not_equal(nil)
---```
---@param unexpected any what it must not be
---@return any value
function Expectation.to_not_equal(unexpected) end

---Fails the test unless a text has the part in it, or a list the element.
---
---Returns the value.
---
---Raises `unhealthy`, `usage`.
---
---```lua
---graphene.pause("staging/orders")
---expect(cloud.changes()).to_contain("pause staging/orders")
---```
---@param part any text as it stands, or an element that is equal
---@return any value
function Expectation.to_contain(part) end

---Fails the test unless a text matches a Lua pattern.
---
---Returns the value.
---
---Raises `unhealthy`, `usage`.
---
---```lua
---expect("paused 3 databases").to_match("^paused %d+ database")
---```
---@param pattern string as `string.find` takes it
---@return any value
function Expectation.to_match(pattern) end

---Calls the value, a function, and fails the test unless that raises an error.
---
---Returns the error.
---
---Raises `unhealthy`, `usage`.
---
---```lua
---local err = expect(function() graphene.db("staging/ordres") end).to_raise("not_found")
---expect(err.message).to_contain("did you mean")
---```
---@param code? graphene.ErrorCode the code that the error must have; any by default
---@return graphene.Error
function Expectation.to_raise(code) end

---The options of `cloud.run`.
---@class (exact) graphene.CloudRunOptions
---@field fails? graphene.ErrorCode the code that it must fail with; it must succeed without
---@field yes? boolean what its questions are answered with; without, there is nobody to ask
---@field env? table the environment variables that it may read, by name
---@field timeout? graphene.Duration how long it may take, as `--timeout` says it

---Runs a script on the test's account, in a process of its own, and waits for its end.
---
---Returns `{result, outputs, exit_status, error?, effects, skipped?, questions, warnings, printed, elapsed}`; `effects` are its changes, each `{verb, target, outcome}`.
---
---Raises `not_found`, `unhealthy`, `usage`.
---
---```lua
---local run = cloud.run("delete.lua", { db = "staging/catalog" }, { yes = true })
---expect(run.outputs.changed).to_equal(true)
---cloud.run("delete.lua", { db = "staging/orders" }, { fails = "confirmation_required" })
---```
---@param script string its file, from the test's folder; below the working folder
---@param params? table its parameters, by name
---@param opts? graphene.CloudRunOptions its options
---@return table run
---@overload fun(script: string, opts: graphene.CloudRunOptions): table
function TestCloud.run(script, params, opts) end

---Looks a database up in the account itself, without a request.
---
---Returns `{id, ref, env, name, state, plan, version, edition, vendor, domain?, needs_restart, locked, under_incident, data_of, data_version}`, or nil; `data_of` is the database whose data it holds.
---
---Raises `not_found`, `usage`.
---
---```lua
---expect(cloud.db("staging/orders").data_of).to_equal("staging/orders")
---```
---@param db graphene.Database|string `environment/name`, an id, or a handle
---@return table? db
function TestCloud.db(db) end

---The options of `cloud.set_db`.
---@class (exact) graphene.CloudSetDbOptions
---@field state? "running"|"paused" what it is doing
---@field needs_restart? boolean whether changed settings wait for a restart
---@field locked? boolean whether no operation may start
---@field under_incident? boolean whether the vendor works on it

---Changes a database of the account behind the API's back, to begin a test from there.
---
---Returns nothing.
---
---Raises `not_found`, `usage`.
---
---```lua
---cloud.set_db("staging/orders", { needs_restart = true })
---expect(graphene.db("staging/orders").needs_restart).to_equal(true)
---```
---@param db graphene.Database|string `environment/name`, an id, or a handle
---@param opts? graphene.CloudSetDbOptions its options
function TestCloud.set_db(db, opts) end

---The options of `cloud.fail_next`.
---@class (exact) graphene.CloudFailNextOptions
---@field status? integer answers so, with nothing done
---@field retry_after? graphene.Duration what a 429 or 503 asks to wait
---@field body? string what the answer says
---@field how? "reset"|"reset_after"|"silence"|"silence_after"|"html"|"truncated"|"empty"|"garbage"|"expire_tokens"|"operation_fails"|"operation_never_ends" what becomes of it instead of such an answer
---@field times? integer how many requests go wrong; by default `1`
---@field skipping? integer how many go well before; by default `0`

---Lets the next request of a route go wrong; several faults are used up in order.
---
---Returns nothing.
---
---Raises `usage`.
---
---```lua
---cloud.fail_next("POST /pause", { status = 429, retry_after = "30s" })
---graphene.pause("staging/orders")
---cloud.fail_next("POST /clone", { how = "operation_fails" })
---expect(function() graphene.clone("production/catalog") end).to_raise("operation_failed")
---```
---@param route string method and path, or how the path ends: `POST /clone`; `*` is every route
---@param opts? graphene.CloudFailNextOptions its options
function TestCloud.fail_next(route, opts) end

---The options of `cloud.requests`.
---@class (exact) graphene.CloudRequestsOptions
---@field changing? boolean only those that change something, or only others

---Lists what the account was asked since the test began, in order, signing in included.
---
---Returns a list of `{method, path, route?, status?, changing, faulted}`.
---
---Raises `usage`.
---
---```lua
---graphene.pause("staging/orders")
---expect(#cloud.requests({ changing = true })).to_equal(1)
---```
---@param opts? graphene.CloudRequestsOptions its options
---@return table[] requests
function TestCloud.requests(opts) end

---Lists what the account took on since the test began, in order, whatever it answered.
---
---Returns a list of texts such as `pause staging/orders`.
---
---Raises `usage`.
---
---```lua
---graphene.pause("staging/orders")
---expect(cloud.changes()).to_equal({ "pause staging/orders" })
---```
---@return string[] changes
function TestCloud.changes() end
