-- Written by `graphene types`; it holds 173d9b71dcb93657.
---@meta graphene

---@class graphene
---@field run graphene.Run Tells about the run that the script is part of.
graphene = {}

---@class graphene.json
---@field null userdata Stands for JSON's null, which a Lua table cannot hold as nil.
graphene.json = {}

---@class graphene.log
graphene.log = {}

---@class graphene.time
graphene.time = {}

---Lists the environments that the credentials can see, ordered by name.
---
---Returns a list of environments.
---
---Raises `auth`, `unavailable`, `usage`.
---
---Effect: R, reads.
---
---```lua
---for _, env in ipairs(graphene.environments()) do
---  print(env.name, env.region)
---end
---```
---@param filter? string a pattern that the name must match: `*` and `?` stand for any
---@return graphene.Environment[]
function graphene.environments(filter) end

---Looks up one environment.
---
---Returns the environment: `id, name, region, cidr, network_rules, peers, created_at`.
---
---Raises `not_found`, `ambiguous`, `usage`.
---
---Effect: R, reads.
---
---```lua
---print(graphene.environment("production").region)
---```
---@param env graphene.Environment|string its name, `id:…`, or a handle
---@return graphene.Environment
function graphene.environment(env) end

---The `filter` of `graphene.databases`.
---@class (exact) graphene.DatabasesFilter
---@field env? graphene.Environment|string|(graphene.Environment|string)[] only those of this environment, or of these
---@field name? string a pattern for the name: `*` and `?` stand for any
---@field state? graphene.State|graphene.State[] only those in this state, or in one of these
---@field plan? string|string[] only those on this plan, or on one of these
---@field version? string|string[] only those of this version, or of one of these
---@field needs_restart? boolean only those that do, or do not, need a restart
---@field older_than? graphene.Duration only those made longer ago
---@field newer_than? graphene.Duration only those made since
---@field exclude? string|string[] patterns of those to leave out: of `environment/name` with a slash in it
---@field where? fun(db: graphene.Database): any a function; keeps those for which it returns true

---Lists databases with their present state, ordered by environment and name.
---
---Returns a list of databases.
---
---Raises `not_found`, `ambiguous`, `usage`.
---
---Effect: R, reads.
---
---```lua
---for _, db in ipairs(graphene.databases { env = "staging", state = "running" }) do
---  print(db, db.plan)
---end
---```
---@param filter? graphene.Environment|string|graphene.DatabasesFilter which ones: an environment, or a table
---@return graphene.Database[]
function graphene.databases(filter) end

---Looks up one database.
---
---Returns the database: `id, name, ref, env, state, plan, version, edition, vendor, domain, private_domain, http_port, bolt_port, bolt_url, http_url, created_at, needs_restart, locked, pending, data_as_of`.
---
---Raises `not_found`, `ambiguous`, `usage`.
---
---Effect: R, reads.
---
---```lua
---print(graphene.db("production/orders").bolt_url)
---```
---@param db graphene.Database|string `environment/name`, `id:…`, a connection URL or domain, or a handle
---@return graphene.Database
function graphene.db(db) end

---Looks up a database that may not be there.
---
---Returns the database, or nil.
---
---Raises `ambiguous`, `usage`.
---
---Effect: R, reads.
---
---```lua
---if not graphene.find_db("dr/orders") then
---  print(graphene.clone("production/orders", "dr", { name = "orders" }))
---end
---```
---@param db graphene.Database|string as for `graphene.db`
---@return graphene.Database? db
function graphene.find_db(db) end

---Reads what a database is doing right now.
---
---Returns a table: `state, needs_restart, pending, locked, under_incident, last_health`.
---
---Raises `not_found`, `ambiguous`, `usage`.
---
---Effect: R, reads.
---
---```lua
---print(graphene.status("production/orders").state)
---```
---@param db graphene.Database|string the database
---@return graphene.Status
function graphene.status(db) end

---The options of `graphene.create`.
---@class (exact) graphene.CreateOptions
---@field env graphene.Environment|string where it will live
---@field plan string its plan, one of `graphene.plans()`
---@field version string its version, one of `graphene.versions()`
---@field edition "community"|"enterprise"|string `community` or `enterprise`
---@field extras? string[] the kinds of extras to enable; by default `{}`
---@field vendor? string the vendor in the API's paths; by default `"graphneo"`
---@field timeout? graphene.Duration how long to wait for the end, from the request on; by default `"4h"`
---@field wait? boolean false returns the operation at once instead of waiting for its end; by default `true`
---@field locked_timeout? graphene.Duration how long to wait for somebody else's operation on the same database; by default `"10m"`
---@field poll? graphene.Duration how often to ask whether it is done; by default that adapts
---@field reason? string why, for the record

---Creates a database and waits until it is running.
---
---Returns the database.
---
---Raises `not_found`, `conflict`, `quota`, `operation_failed`, `timeout`, `usage`.
---
---Effect: C, creates.
---
---```lua
---local db = graphene.create("events", {
---  env = "staging", plan = "DS1", version = "5.26.1", edition = "community",
---})
---print(db)
---```
---@param name string its name, free in its environment
---@param opts graphene.CreateOptions its options
---@return graphene.Database
---@overload fun(name: string, opts: { wait: false }): graphene.Operation
function graphene.create(name, opts) end

---The options of `graphene.ensure_db`.
---@class (exact) graphene.EnsureDbOptions
---@field env graphene.Environment|string where it lives
---@field from? graphene.Snapshot|graphene.Database|string the snapshot or database to make it from
---@field max_age? graphene.Duration how old an existing one may be
---@field plan? string the plan of a new one that is made from nothing
---@field version? string the version of a new one that is made from nothing
---@field edition? string the edition of a new one that is made from nothing
---@field timeout? graphene.Duration how long to wait for the end, from the request on; by default `"4h"`
---@field wait? boolean false returns the operation at once instead of waiting for its end; by default `true`
---@field locked_timeout? graphene.Duration how long to wait for somebody else's operation on the same database; by default `"10m"`
---@field poll? graphene.Duration how often to ask whether it is done; by default that adapts
---@field reason? string why, for the record

---Makes sure that a database is there and running; one that exists is never changed.
---
---Returns the database, and whether it was created.
---
---Raises `not_found`, `ambiguous`, `conflict`, `quota`, `operation_failed`, `timeout`, `usage`.
---
---Effect: C, creates.
---
---```lua
---local db, created = graphene.ensure_db("orders_test", {
---  env = "staging", from = "production/orders", max_age = "7d",
---})
---print(db, created)
---```
---@param name string its name
---@param opts graphene.EnsureDbOptions its options
---@return graphene.Database
---@return boolean created
---@overload fun(name: string, opts: { wait: false }): graphene.Operation
function graphene.ensure_db(name, opts) end

---The options of `graphene.clone`.
---@class (exact) graphene.CloneOptions
---@field name? string the copy's name; by default the source's and the run's short id
---@field timeout? graphene.Duration how long to wait for the end, from the request on; by default `"4h"`
---@field wait? boolean false returns the operation at once instead of waiting for its end; by default `true`
---@field locked_timeout? graphene.Duration how long to wait for somebody else's operation on the same database; by default `"10m"`
---@field poll? graphene.Duration how often to ask whether it is done; by default that adapts
---@field reason? string why, for the record

---Copies a database, data and all, into an environment and waits until the copy is running.
---
---Returns the new database.
---
---Raises `not_found`, `ambiguous`, `conflict`, `locked`, `quota`, `operation_failed`, `timeout`, `usage`.
---
---Effect: C, creates.
---
---```lua
---local copy = graphene.clone("production/orders", "dr", { name = "orders_dr" })
---print(copy, copy.data_as_of)
---```
---@param db graphene.Database|string the database to copy; it keeps running
---@param env? graphene.Environment|string where the copy will live; by default beside it
---@param opts? graphene.CloneOptions its options
---@return graphene.Database
---@overload fun(db: graphene.Database|string, opts: graphene.CloneOptions): graphene.Database
---@overload fun(db: graphene.Database|string, env?: graphene.Environment|string, opts: { wait: false }): graphene.Operation
function graphene.clone(db, env, opts) end

---The options of `graphene.create_from_snapshot`.
---@class (exact) graphene.CreateFromSnapshotOptions
---@field env? graphene.Environment|string where it will live; by default where the snapshot was taken
---@field timeout? graphene.Duration how long to wait for the end, from the request on; by default `"4h"`
---@field wait? boolean false returns the operation at once instead of waiting for its end; by default `true`
---@field locked_timeout? graphene.Duration how long to wait for somebody else's operation on the same database; by default `"10m"`
---@field poll? graphene.Duration how often to ask whether it is done; by default that adapts
---@field reason? string why, for the record

---Creates a database from a snapshot, with the plan, version and edition it was taken with.
---
---Returns the new database.
---
---Raises `not_found`, `ambiguous`, `conflict`, `quota`, `operation_failed`, `timeout`, `usage`.
---
---Effect: C, creates.
---
---```lua
---local snapshot = graphene.latest_snapshot("production/orders", { max_age = "2d" })
---print(graphene.create_from_snapshot(snapshot, "orders_test", { env = "staging" }))
---```
---@param snapshot graphene.Snapshot|string the snapshot
---@param name string the new database's name
---@param opts? graphene.CreateFromSnapshotOptions its options
---@return graphene.Database
---@overload fun(snapshot: graphene.Snapshot|string, name: string, opts: { wait: false }): graphene.Operation
function graphene.create_from_snapshot(snapshot, name, opts) end

---The options of `graphene.pause`.
---@class (exact) graphene.PauseOptions
---@field timeout? graphene.Duration how long to wait for the end, from the request on; by default `"20m"`
---@field wait? boolean false returns the operation at once instead of waiting for its end; by default `true`
---@field locked_timeout? graphene.Duration how long to wait for somebody else's operation on the same database; by default `"10m"`
---@field poll? graphene.Duration how often to ask whether it is done; by default that adapts
---@field reason? string why, for the record

---Pauses a database, which saves its cost, and waits until it is paused.
---
---Returns the database, and whether anything was changed.
---
---Raises `not_found`, `ambiguous`, `conflict`, `locked`, `operation_failed`, `timeout`, `usage`.
---
---Effect: D, disrupts.
---
---```lua
---local db, changed = graphene.pause("staging/orders")
---print(db.ref, db.state, changed)
---```
---@param db graphene.Database|string the database
---@param opts? graphene.PauseOptions its options
---@return graphene.Database
---@return boolean changed
---@overload fun(db: graphene.Database|string, opts: { wait: false }): graphene.Operation
function graphene.pause(db, opts) end

---The options of `graphene.resume`.
---@class (exact) graphene.ResumeOptions
---@field timeout? graphene.Duration how long to wait for the end, from the request on; by default `"20m"`
---@field wait? boolean false returns the operation at once instead of waiting for its end; by default `true`
---@field locked_timeout? graphene.Duration how long to wait for somebody else's operation on the same database; by default `"10m"`
---@field poll? graphene.Duration how often to ask whether it is done; by default that adapts
---@field reason? string why, for the record

---Starts a paused database and waits until it is running.
---
---Returns the database, and whether anything was changed.
---
---Raises `not_found`, `ambiguous`, `conflict`, `locked`, `operation_failed`, `timeout`, `usage`.
---
---Effect: M, changes, reversibly.
---
---```lua
---print(graphene.resume("staging/customers", { timeout = "10m" }))
---```
---@param db graphene.Database|string the database
---@param opts? graphene.ResumeOptions its options
---@return graphene.Database
---@return boolean changed
---@overload fun(db: graphene.Database|string, opts: { wait: false }): graphene.Operation
function graphene.resume(db, opts) end

---The options of `graphene.restart`.
---@class (exact) graphene.RestartOptions
---@field reset? boolean what the API's own `reset` says; by default `true`
---@field timeout? graphene.Duration how long to wait for the end, from the request on; by default `"20m"`
---@field wait? boolean false returns the operation at once instead of waiting for its end; by default `true`
---@field locked_timeout? graphene.Duration how long to wait for somebody else's operation on the same database; by default `"10m"`
---@field poll? graphene.Duration how often to ask whether it is done; by default that adapts
---@field reason? string why, for the record

---Restarts a database and waits until it is running again.
---
---Returns the database, and true.
---
---Raises `not_found`, `ambiguous`, `conflict`, `locked`, `operation_failed`, `timeout`, `usage`.
---
---Effect: D, disrupts.
---
---```lua
---local heap = { ["dbms.memory.heap.max_size"] = "4G" }
---graphene.set_settings("staging/orders", heap, { restart = false })
---for _, db in ipairs(graphene.databases { needs_restart = true }) do
---  print(graphene.restart(db))
---end
---```
---@param db graphene.Database|string the database
---@param opts? graphene.RestartOptions its options
---@return graphene.Database
---@return boolean changed
---@overload fun(db: graphene.Database|string, opts: { wait: false }): graphene.Operation
function graphene.restart(db, opts) end

---The options of `graphene.snapshots`.
---@class (exact) graphene.SnapshotsOptions
---@field label? string a pattern for the label: `*` and `?` stand for any
---@field before? graphene.Time|string|number|integer only those taken before
---@field after? graphene.Time|string|number|integer only those taken after
---@field max_age? graphene.Duration only those taken at most this long ago

---Lists a database's on-demand snapshots, newest first; the API shows no scheduled ones.
---
---Returns a list of snapshots: `id, label, status, created_at, db_id, env_id`.
---
---Raises `not_found`, `ambiguous`, `usage`.
---
---Effect: R, reads.
---
---```lua
---for _, snapshot in ipairs(graphene.snapshots("production/customers", { max_age = "7d" })) do
---  print(snapshot.label, snapshot.created_at)
---end
---```
---@param db graphene.Database|string the database they were taken of
---@param opts? graphene.SnapshotsOptions its options
---@return graphene.Snapshot[]
function graphene.snapshots(db, opts) end

---The options of `graphene.latest_snapshot`.
---@class (exact) graphene.LatestSnapshotOptions
---@field max_age graphene.Duration how old is too old
---@field before? graphene.Time|string|number|integer only one taken before
---@field label? string a pattern for the label: `*` and `?` stand for any

---Finds a database's newest usable snapshot that is not too old.
---
---Returns the snapshot, or nil when there is none.
---
---Raises `not_found`, `ambiguous`, `usage`.
---
---Effect: R, reads.
---
---```lua
---local snapshot = graphene.latest_snapshot("production/orders", { max_age = "2d" })
---if not snapshot then graphene.fail("no snapshot of the last two days") end
---print(snapshot)
---```
---@param db graphene.Database|string the database it was taken of
---@param opts graphene.LatestSnapshotOptions its options
---@return graphene.Snapshot? snapshot
function graphene.latest_snapshot(db, opts) end

---The options of `graphene.snapshot`.
---@class (exact) graphene.SnapshotOptions
---@field label? string what people will know it by
---@field timeout? graphene.Duration how long to wait for the end, from the request on; by default `"1h"`
---@field wait? boolean false returns the operation at once instead of waiting for its end; by default `true`
---@field locked_timeout? graphene.Duration how long to wait for somebody else's operation on the same database; by default `"10m"`
---@field poll? graphene.Duration how often to ask whether it is done; by default that adapts
---@field reason? string why, for the record

---Takes a snapshot of a database, where the cloud offers that through its API.
---
---Returns the snapshot.
---
---Raises `not_found`, `ambiguous`, `unsupported`, `quota`, `conflict`, `operation_failed`, `timeout`, `usage`.
---
---Effect: C, creates.
---
---```lua
---local before = graphene.snapshot("production/orders", { label = "before-5.26" })
---print(before, before.created_at)
---```
---@param db graphene.Database|string the database
---@param opts? graphene.SnapshotOptions its options
---@return graphene.Snapshot
---@overload fun(db: graphene.Database|string, opts: { wait: false }): graphene.Operation
function graphene.snapshot(db, opts) end

---The options of `graphene.restore`.
---@class (exact) graphene.RestoreOptions
---@field timeout? graphene.Duration how long to wait for the end, from the request on; by default `"4h"`
---@field wait? boolean false returns the operation at once instead of waiting for its end; by default `true`
---@field locked_timeout? graphene.Duration how long to wait for somebody else's operation on the same database; by default `"10m"`
---@field poll? graphene.Duration how often to ask whether it is done; by default that adapts
---@field reason? string why, for the record

---Replaces a database's data by a snapshot's and waits until it is running.
---
---Returns the database.
---
---Raises `not_found`, `ambiguous`, `conflict`, `locked`, `operation_failed`, `timeout`, `usage`.
---
---Effect: X, destroys data.
---
---```lua
---local snapshot = graphene.latest_snapshot("production/orders", { max_age = "2d" })
---graphene.confirm("Replace all data of staging/orders?")
---local db = graphene.restore("staging/orders", snapshot)
---print(db, db.data_as_of)
---```
---@param db graphene.Database|string the database whose data is replaced
---@param snapshot graphene.Snapshot|string the snapshot; it may be another database's
---@param opts? graphene.RestoreOptions its options
---@return graphene.Database
---@overload fun(db: graphene.Database|string, snapshot: graphene.Snapshot|string, opts: { wait: false }): graphene.Operation
function graphene.restore(db, snapshot, opts) end

---The options of `graphene.delete`.
---@class (exact) graphene.DeleteOptions
---@field timeout? graphene.Duration how long to wait for the end, from the request on; by default `"20m"`
---@field wait? boolean false returns the operation at once instead of waiting for its end; by default `true`
---@field locked_timeout? graphene.Duration how long to wait for somebody else's operation on the same database; by default `"10m"`
---@field poll? graphene.Duration how often to ask whether it is done; by default that adapts
---@field reason? string why, for the record

---Deletes a database with all its data and its snapshots.
---
---Returns true; false when a handle's or an id's database was gone already.
---
---Raises `not_found`, `ambiguous`, `conflict`, `locked`, `operation_failed`, `timeout`, `usage`.
---
---Effect: X, destroys data.
---
---```lua
---graphene.confirm("Delete staging/experiments and all its data?")
---print(graphene.delete("staging/experiments"))
---```
---@param db graphene.Database|string the database
---@param opts? graphene.DeleteOptions its options
---@return boolean changed
---@overload fun(db: graphene.Database|string, opts: { wait: false }): graphene.Operation
function graphene.delete(db, opts) end

---The options of `graphene.switch_dns`.
---@class (exact) graphene.SwitchDnsOptions
---@field check? "bolt" what `b` must pass first: "bolt" is that it answers, see graphene.probe
---@field timeout? graphene.Duration how long to wait for the end, from the request on; by default `"20m"`
---@field wait? boolean false returns the operation at once instead of waiting for its end; by default `true`
---@field locked_timeout? graphene.Duration how long to wait for somebody else's operation on the same database; by default `"10m"`
---@field poll? graphene.Duration how often to ask whether it is done; by default that adapts
---@field reason? string why, for the record

---Leads the connection URLs of database `a` to database `b`, which must be running.
---
---Returns the switch: `a, b, at, before, after`, with `:verify()` and `:revert(opts?)`.
---
---Raises `not_found`, `ambiguous`, `conflict`, `unhealthy`, `locked`, `operation_failed`, `timeout`, `usage`.
---
---Effect: D, disrupts.
---
---```lua
---local copy = graphene.clone("production/orders", "dr", { name = "orders" })
---local switch = graphene.switch_dns("production/orders", copy, { check = "bolt" })
---print(switch)
---print(switch.before.a.domain, switch.after.a.domain)
---```
---@param a graphene.Database|string the database whose URLs applications use; in any state
---@param b graphene.Database|string the database that they will reach
---@param opts? graphene.SwitchDnsOptions its options
---@return graphene.DnsSwitch
---@overload fun(a: graphene.Database|string, b: graphene.Database|string, opts: { wait: false }): graphene.Operation
function graphene.switch_dns(a, b, opts) end

---The options of `graphene.probe`.
---@class (exact) graphene.ProbeOptions
---@field port? "bolt"|"http" which of its ports; by default `"bolt"`
---@field timeout? graphene.Duration how long to try; by default `"10s"`

---Reaches a database step by step, as applications do, without a login.
---
---Returns what was met: `ok, address, ms, detail, tls_expires?, bolt_version?, ttl?` and `steps`, a list of `name, ok, ms, detail`; a dead database is no error.
---
---Raises `not_found`, `ambiguous`, `usage`.
---
---Effect: R, reads.
---
---```lua
---local probe = graphene.probe("production/orders", { timeout = "5s" })
---print(probe.ok, probe.detail)
---for _, step in ipairs(probe.steps) do print(step.name, step.ms) end
---```
---@param db graphene.Database|string the database
---@param opts? graphene.ProbeOptions its options
---@return graphene.Probe
function graphene.probe(db, opts) end

---Lists the plans that the cloud offers.
---
---Returns a list of tables with `name`, and whatever else the cloud tells of each.
---
---Raises `unavailable`, `usage`.
---
---Effect: R, reads.
---
---```lua
---for _, plan in ipairs(graphene.plans()) do print(plan.name) end
---```
---@return graphene.Plan[]
function graphene.plans() end

---Lists the versions that a database can be made with.
---
---Returns a list of tables with `number`, `edition` and `vendor`, and whatever else the cloud tells.
---
---Raises `unavailable`, `usage`.
---
---Effect: R, reads.
---
---```lua
---for _, version in ipairs(graphene.versions()) do
---  if version.vendor == "graphneo" then print(version.number, version.edition) end
---end
---```
---@return graphene.Version[]
function graphene.versions() end

---The options of `graphene.resize`.
---@class (exact) graphene.ResizeOptions
---@field timeout? graphene.Duration how long to wait for the end, from the request on; by default `"4h"`
---@field wait? boolean false returns the operation at once instead of waiting for its end; by default `true`
---@field locked_timeout? graphene.Duration how long to wait for somebody else's operation on the same database; by default `"10m"`
---@field poll? graphene.Duration how often to ask whether it is done; by default that adapts
---@field reason? string why, for the record

---Changes a database's plan and waits until it runs on the new one.
---
---Returns the database, and whether anything was changed.
---
---Raises `not_found`, `ambiguous`, `conflict`, `locked`, `quota`, `operation_failed`, `timeout`, `usage`.
---
---Effect: D, disrupts.
---
---```lua
---local db, changed = graphene.resize("staging/orders", "DS3")
---print(db.plan, changed)
---```
---@param db graphene.Database|string the database to resize
---@param plan string the new plan's name, one of `graphene.plans()`
---@param opts? graphene.ResizeOptions its options
---@return graphene.Database
---@return boolean changed
---@overload fun(db: graphene.Database|string, plan: string, opts: { wait: false }): graphene.Operation
function graphene.resize(db, plan, opts) end

---Reads a database's configuration.
---
---Returns a table from key to text; a secret setting is an opaque value.
---
---Raises `not_found`, `ambiguous`, `usage`.
---
---Effect: R, reads.
---
---```lua
---print(graphene.settings("production/orders")["dbms.memory.heap.max_size"])
---```
---@param db graphene.Database|string the database
---@return table<string, string|graphene.Secret> settings
function graphene.settings(db) end

---The options of `graphene.set_settings`.
---@class (exact) graphene.SetSettingsOptions
---@field replace? boolean true drops every setting that is not given; by default `false`
---@field restart? boolean whether to restart, without which nothing takes effect; by default `true`
---@field timeout? graphene.Duration how long to wait for the end, from the request on; by default `"20m"`
---@field wait? boolean false returns the operation at once instead of waiting for its end; by default `true`
---@field locked_timeout? graphene.Duration how long to wait for somebody else's operation on the same database; by default `"10m"`
---@field poll? graphene.Duration how often to ask whether it is done; by default that adapts
---@field reason? string why, for the record

---Changes a database's configuration, by default over what is there, and restarts it.
---
---Returns the database, whether anything was changed, and a list of `{key, before, after}`.
---
---Raises `not_found`, `ambiguous`, `conflict`, `locked`, `operation_failed`, `timeout`, `usage`.
---
---Effect: D, disrupts.
---
---```lua
---local heap = { ["dbms.memory.heap.max_size"] = "4G" }
---local db, changed, changes = graphene.set_settings("staging/orders", heap)
---print(db, changed, graphene.inspect(changes))
---```
---@param db graphene.Database|string the database
---@param settings table<string, string|number|boolean|graphene.Secret> the new values, by key
---@param opts? graphene.SetSettingsOptions its options
---@return graphene.Database
---@return boolean changed
---@return graphene.SettingChange[] changes
---@overload fun(db: graphene.Database|string, settings: table<string, string|number|boolean|graphene.Secret>, opts: { wait: false }): graphene.Operation
function graphene.set_settings(db, settings, opts) end

---Lists the plugins installed on a database.
---
---Returns a list of plugins: `id, name, created_at`.
---
---Raises `not_found`, `ambiguous`, `usage`.
---
---Effect: R, reads.
---
---```lua
---for _, plugin in ipairs(graphene.plugins("production/orders")) do print(plugin.name) end
---```
---@param db graphene.Database|string the database
---@return graphene.Plugin[]
function graphene.plugins(db) end

---The options of `graphene.install_plugin`.
---@class (exact) graphene.InstallPluginOptions
---@field name string the plugin's name
---@field file string the file's path, from the script's folder on
---@field sha256 string the file's SHA-256 in hex, checked before a byte is sent
---@field timeout? graphene.Duration how long to wait for the end, from the request on; by default `"20m"`
---@field wait? boolean false returns the operation at once instead of waiting for its end; by default `true`
---@field locked_timeout? graphene.Duration how long to wait for somebody else's operation on the same database; by default `"10m"`
---@field poll? graphene.Duration how often to ask whether it is done; by default that adapts
---@field reason? string why, for the record

---Installs a plugin from a file below the script's folder, and restarts the database.
---
---Returns the plugin, and whether anything was changed.
---
---Raises `not_found`, `ambiguous`, `integrity`, `conflict`, `locked`, `operation_failed`, `timeout`, `usage`.
---
---Effect: D, disrupts.
---
---```lua
---local plugin, changed = graphene.install_plugin("staging/orders", {
---  name = "greeting", file = "plugins/greeting.jar",
---  sha256 = "840c3c45a67b321f2fcdfa2a4ba5eb5cc09f0b10a95e59c731ff200a571727f3",
---})
---print(plugin, changed)
---```
---@param db graphene.Database|string the database
---@param opts graphene.InstallPluginOptions its options
---@return graphene.Plugin
---@return boolean changed
---@overload fun(db: graphene.Database|string, opts: { wait: false }): graphene.Operation
function graphene.install_plugin(db, opts) end

---The options of `graphene.remove_plugin`.
---@class (exact) graphene.RemovePluginOptions
---@field timeout? graphene.Duration how long to wait for the end, from the request on; by default `"20m"`
---@field wait? boolean false returns the operation at once instead of waiting for its end; by default `true`
---@field locked_timeout? graphene.Duration how long to wait for somebody else's operation on the same database; by default `"10m"`
---@field poll? graphene.Duration how often to ask whether it is done; by default that adapts
---@field reason? string why, for the record

---Removes a plugin from a database and restarts it.
---
---Returns the plugin that was removed (nil when there was none), and whether anything was changed.
---
---Raises `not_found`, `ambiguous`, `conflict`, `locked`, `operation_failed`, `timeout`, `usage`.
---
---Effect: D, disrupts.
---
---```lua
---print(graphene.remove_plugin("production/orders", "apoc"))
---```
---@param db graphene.Database|string the database
---@param name string the plugin's name
---@param opts? graphene.RemovePluginOptions its options
---@return graphene.Plugin? plugin
---@return boolean changed
---@overload fun(db: graphene.Database|string, name: string, opts: { wait: false }): graphene.Operation
function graphene.remove_plugin(db, name, opts) end

---Looks up one operation of a database.
---
---Returns the operation: `id, db, status, started_at, duration, next_id`, with `:wait(opts?)`.
---
---Raises `not_found`, `ambiguous`, `usage`.
---
---Effect: R, reads.
---
---```lua
---local pausing = graphene.pause("staging/orders", { wait = false })
---print(graphene.operation("staging/orders", pausing.id).status)
---```
---@param db graphene.Database|string the database
---@param id string the operation's id
---@return graphene.Operation
function graphene.operation(db, id) end

---The options of `graphene.wait`.
---@class (exact) graphene.WaitOptions
---@field timeout graphene.Duration how long to wait
---@field every? graphene.Duration how often to look; by default that adapts

---Waits until a database is in a state, or until a function of it returns true.
---
---Returns the database as it is then.
---
---Raises `not_found`, `ambiguous`, `operation_failed`, `timeout`, `usage`.
---
---Effect: R, reads.
---
---```lua
---graphene.resume("staging/customers", { wait = false })
---print(graphene.wait("staging/customers", "running", { timeout = "30m" }))
---```
---@param db graphene.Database|string the database
---@param condition graphene.State|graphene.State[]|(fun(db: graphene.Database): any) a state, a list of states, or a function that gets the database
---@param opts graphene.WaitOptions its options
---@return graphene.Database
function graphene.wait(db, condition, opts) end

---The options of `graphene.wait_until`.
---@class (exact) graphene.WaitUntilOptions
---@field timeout graphene.Duration how long to try
---@field every? graphene.Duration how long to pause in between; 5 seconds by default
---@field message? string what the timeout's error says

---Calls a function again and again until it returns something other than false or nil.
---
---Returns what the function returned.
---
---Raises `timeout`, `usage`.
---
---```lua
---graphene.resume("staging/customers", { wait = false })
---local running = graphene.wait_until(function()
---  local found = graphene.databases { env = "staging", state = "running" }
---  return #found == 4 and #found
---end, { timeout = "20m", message = "staging never came up" })
---print(running)
---```
---@generic T
---@param fn fun(): T the function
---@param opts graphene.WaitUntilOptions its options
---@return T
function graphene.wait_until(fn, opts) end

---Pauses the task; other tasks go on.
---
---Returns nothing.
---
---Raises `usage`.
---
---```lua
---local elapsed = graphene.time.stopwatch()
---graphene.sleep("30s")
---print(elapsed())
---```
---@param duration graphene.Duration how long
function graphene.sleep(duration) end

---The options of `graphene.retry`.
---@class (exact) graphene.RetryOptions
---@field attempts? integer how often at most; by default `5`
---@field backoff? graphene.Duration the first pause; each one is twice as long as the one before; by default `"2s"`
---@field max? graphene.Duration the longest pause; by default `"1m"`
---@field codes? graphene.ErrorCode[] which errors; `rate_limited unavailable conflict` by default

---Calls a function again when it fails in a way that may pass; never after a timeout.
---
---Returns what the function returned.
---
---Raises `rate_limited`, `unavailable`, `conflict`, `usage`.
---
---```lua
---local attempts = 0
---print(graphene.retry(function()
---  attempts = attempts + 1
---  if attempts < 3 then graphene.fail("not yet", { code = "unavailable" }) end
---  return attempts
---end, { backoff = "5s" }))
---```
---@generic T
---@param fn fun(): T the function
---@param opts? graphene.RetryOptions its options
---@return T
function graphene.retry(fn, opts) end

---The options of `graphene.map`.
---@class (exact) graphene.MapOptions
---@field concurrency? integer how many at a time; by default `4`
---@field failures? "stop"|"collect" whether the first failure stops the rest or all are collected; by default `"stop"`
---@field progress? boolean|string true, or a title, to show how far it is

---Calls a function with each item of a list, several at a time.
---
---Returns results in the order of the list: `{item, ok, values, err, elapsed, skipped}`, with `ok_count`, `failed_count`, `:failed()` and `:raise{allow?}`.
---
---Raises `partial`, `usage`.
---
---```lua
---local staging = graphene.databases { env = "staging", state = "running" }
---local paused = graphene.map(staging, graphene.pause, { concurrency = 8, failures = "collect" })
---print(paused.ok_count, paused.failed_count)
---```
---@generic T
---@param list T[] the items
---@param fn fun(item: T): ... called as `fn(item)`
---@param opts? graphene.MapOptions its options
---@return graphene.Results
function graphene.map(list, fn, opts) end

---The options of `graphene.parallel`.
---@class (exact) graphene.ParallelOptions
---@field concurrency? integer how many at a time; all by default

---Calls several functions at the same time; the first failure cancels the others.
---
---Returns the first result of each, in order.
---
---Raises `usage`.
---
---```lua
---local a, b = graphene.parallel {
---  function() return graphene.clone("production/orders", "dr", { name = "orders" }) end,
---  function() return graphene.clone("production/catalog", "dr", { name = "catalog" }) end,
---}
---print(a, b)
---```
---@param functions (fun(): any)[] the functions
---@param opts? graphene.ParallelOptions its options
---@return any ...
function graphene.parallel(functions, opts) end

---Registers a function that runs when the task ends, however it ends.
---
---Returns a value that a `<close>` variable may hold, to run it with the block.
---
---Raises `usage`.
---
---```lua
---local copy = graphene.clone("production/catalog", "staging", { name = "trial" })
---graphene.defer(function()
---  print("deleted", graphene.delete(copy))
---end)
---print("trying out", copy)
---```
---@param fn fun(err: graphene.Error?): any gets the error, or nil; it may have effects
---@return table scope
function graphene.defer(fn) end

---Registers a function that runs when the task fails; not when a person stops the run.
---
---Returns a value that a `<close>` variable may hold, to end it with the block.
---
---Raises `rollback_failed`, `usage`.
---
---```lua
---local switch = graphene.switch_dns("production/catalog", "staging/catalog")
---graphene.on_error(function() switch:revert() end)
---print(switch:verify { check = "bolt" })
---```
---@param fn fun(err: graphene.Error): any gets the error; it may have effects
---@return table scope
function graphene.on_error(fn) end

---Ends the script as a success because there is nothing to do.
---
---Returns nothing; it does not return.
---
---Raises `usage`.
---
---```lua
---local paused = graphene.databases { env = "dr", state = "failed" }
---if #paused == 0 then graphene.skip("nothing has failed") end
---```
---@param reason? string why
function graphene.skip(reason) end

---The options of `graphene.fail`.
---@class (exact) graphene.FailOptions
---@field code? graphene.ErrorCode an error code, which settles the exit status; `script` by default
---@field data? any whatever belongs to it, for the report

---Ends the script as a failure.
---
---Returns nothing; it raises.
---
---Raises `script`, `usage`.
---
---```lua
---local ok, err = pcall(graphene.fail, "orders is too old", { code = "unhealthy" })
---print(ok, err.code, err.message)
---```
---@param message string what is wrong
---@param opts? graphene.FailOptions its options
function graphene.fail(message, opts) end

---The options of `graphene.confirm`.
---@class (exact) graphene.ConfirmOptions
---@field target? string|graphene.Database|graphene.Environment|graphene.Snapshot|graphene.Operation|graphene.DnsSwitch what it is about: text, or a handle; of a database that is protected, and that `--on` does not name, nobody is asked

---Asks the person in front of the run; without one, `--yes` must have been given.
---
---Returns true.
---
---Raises `confirmation_required`, `protected`, `usage`.
---
---```lua
---print(graphene.confirm("Delete staging/orders and all its data?"))
---```
---@param text string the question
---@param opts? graphene.ConfirmOptions its options
---@return true agreed
function graphene.confirm(text, opts) end

---Declares the script's parameters and returns their values, checked before any effect.
---
---Returns a table from name to value.
---
---Raises `not_found`, `ambiguous`, `usage`.
---
---```lua
----- graphene run … --param db=production/orders
---local params = graphene.params {
---  db = { type = "database", required = true, help = "the database to copy" },
---  keep = { type = "duration", default = "7d", help = "for how long" },
---}
---print(params.db, params.keep)
---```
---@param spec table<string, graphene.Parameter> by name: `{type, default, required, help, values, pattern, min, max}`; the types are `string`, `integer`, `number`, `boolean`, `enum`, `list`, `map`, `duration`, `time`, `version`, `environment`, `database`, `snapshot`, `secret`
---@return table<string, any> values
function graphene.params(spec) end

---Reads an environment variable that the run was allowed to see.
---
---Returns its text, or the default.
---
---Raises `denied`, `usage`.
---
---```lua
----- graphene run … --env ALERT_CHANNEL
---print(graphene.env("ALERT_CHANNEL", "#databases"))
---```
---@param name string the variable
---@param default? any what to return when it is not set
---@return any
function graphene.env(name, default) end

---The `limits` of `graphene.limits`.
---@class (exact) graphene.LimitsLimits
---@field create? integer how many at most
---@field clone? integer how many at most
---@field create_from_snapshot? integer how many at most
---@field snapshot? integer how many at most
---@field pause? integer how many at most
---@field resume? integer how many at most
---@field restart? integer how many at most
---@field switch_dns? integer how many at most
---@field resize? integer how many at most
---@field set_settings? integer how many at most
---@field install_plugin? integer how many at most
---@field remove_plugin? integer how many at most
---@field restore? integer how many at most
---@field delete? integer how many at most
---@field api? integer requests of its own that change something
---@field total? integer changes of every kind together
---@field targets? string[] patterns for `environment/name`; a copy's source must match too

---Lowers how much the run may change from here on, and where; nothing raises it again.
---
---Returns nothing.
---
---Raises `usage`.
---
---```lua
---graphene.limits { delete = 1, total = 20, targets = { "staging/*" } }
---print(graphene.delete("staging/experiments"))
---```
---@param limits graphene.LimitsLimits how many changes of a kind the whole run may make, and of which databases
function graphene.limits(limits) end

---Makes an object with some of your own functions for one database, to hand to a library.
---
---Returns an object with those methods, and `db`; they have the rights of the module that called `graphene.delegate`, whoever calls them.
---
---Raises `usage`.
---
---```lua
----- a handle carries no rights: `staging:pause()` in a library is the library's own pause.
----- What it was not granted can be handed to it, for one database, or as a function.
---local staging = graphene.db("staging/orders")
---local hand = graphene.delegate(staging, { "pause", "resume" })
---local function quiet(target) return target:pause() end -- stands for a library's
---print(quiet(hand), hand.db.ref)
---```
---@param db graphene.Database|string the database
---@param verbs string[] the methods of a database that it gets: `{"pause", "resume"}`
---@return table delegate
function graphene.delegate(db, verbs) end

---Tells the present time.
---
---Returns a time.
---
---Raises `usage`.
---
---```lua
---print(graphene.time.now())
---```
---@return graphene.Time
function graphene.time.now() end

---Reads a time from text.
---
---Returns a time.
---
---Raises `usage`.
---
---```lua
---local night = graphene.time.parse("2026-11-23T01:00:00+01:00")
---print(night, night + "2h30m", night < graphene.time.now())
---```
---@param text graphene.Time|string|number|integer ISO 8601, RFC 7231, or Unix seconds
---@return graphene.Time
function graphene.time.parse(text) end

---Tells the time that was some while ago.
---
---Returns a time.
---
---Raises `usage`.
---
---```lua
---local db = graphene.db("production/orders")
---print(db.created_at < graphene.time.ago("30d"))
---```
---@param duration graphene.Duration how long ago
---@return graphene.Time
function graphene.time.ago(duration) end

---Tells how long ago a time was.
---
---Returns seconds; negative in the future.
---
---Raises `usage`.
---
---```lua
---print(graphene.time.since("2026-11-23T01:00:00Z"))
---```
---@param time graphene.Time|string|number|integer the time
---@return number seconds
function graphene.time.since(time) end

---Writes a duration, or how long ago a time was, for people.
---
---Returns text such as `"2h30m"`.
---
---Raises `usage`.
---
---```lua
---print(graphene.time.human(9000))
---print(graphene.time.human(graphene.db("production/orders").created_at))
---```
---@param value graphene.Duration|graphene.Time|string|number a duration, or a time
---@return string text
function graphene.time.human(value) end

---Starts counting time.
---
---Returns a function that tells the seconds since then.
---
---Raises `usage`.
---
---```lua
---local elapsed = graphene.time.stopwatch()
---graphene.restart("staging/orders")
---print(elapsed())
---```
---@return fun(): number elapsed
function graphene.time.stopwatch() end

---Reads a duration.
---
---Returns seconds.
---
---Raises `usage`.
---
---```lua
---print(graphene.duration("2h30m"))
---```
---@param value graphene.Duration seconds, or text such as `"90s"`, `"15m"`, `"2h30m"`, `"7d"`
---@return number seconds
function graphene.duration(value) end

---Logs a message at the level debug.
---
---Returns nothing.
---
---Raises `usage`.
---
---```lua
---graphene.log.debug("copied", { name = "orders_dr", minutes = 38 })
---```
---@param message any what to say
---@param fields? table what belongs to it, by name; or a handle
function graphene.log.debug(message, fields) end

---Logs a message at the level info.
---
---Returns nothing.
---
---Raises `usage`.
---
---```lua
---graphene.log.info("copied", { name = "orders_dr", minutes = 38 })
---```
---@param message any what to say
---@param fields? table what belongs to it, by name; or a handle
function graphene.log.info(message, fields) end

---Logs a message at the level warn.
---
---Returns nothing.
---
---Raises `usage`.
---
---```lua
---graphene.log.warn("copied", { name = "orders_dr", minutes = 38 })
---```
---@param message any what to say
---@param fields? table what belongs to it, by name; or a handle
function graphene.log.warn(message, fields) end

---Logs a message at the level error.
---
---Returns nothing.
---
---Raises `usage`.
---
---```lua
---graphene.log.error("copied", { name = "orders_dr", minutes = 38 })
---```
---@param message any what to say
---@param fields? table what belongs to it, by name; or a handle
function graphene.log.error(message, fields) end

---Adds a value to the run's result.
---
---Returns nothing.
---
---Raises `usage`.
---
---```lua
---graphene.output("copy", graphene.db("dr/archive").ref)
---```
---@param key string its name
---@param value any the value
function graphene.output(key, value) end

---Prints records as an aligned table; as JSON with `--output json`.
---
---Returns nothing.
---
---Raises `usage`.
---
---```lua
---graphene.table(graphene.databases("dr"), { "ref", "state", "plan" })
---```
---@param rows any[] the records
---@param columns? any[] names of fields, dotted ones to reach inside
function graphene.table(rows, columns) end

---Writes any value as text, with its fields.
---
---Returns text.
---
---Raises `usage`.
---
---```lua
---print(graphene.inspect(graphene.status("production/orders")))
---```
---@param value any the value
---@return string text
function graphene.inspect(value) end

---Writes a value as JSON, with the keys in order; integers stay integers.
---
---Returns text.
---
---Raises `usage`.
---
---```lua
---print(graphene.json.encode({ plan = "DS1", sizes = { 32, 64 } }))
---```
---@param value any the value
---@param indent? boolean true writes it on several lines
---@return string text
function graphene.json.encode(value, indent) end

---Reads JSON; its null becomes `graphene.json.null`.
---
---Returns the value.
---
---Raises `usage`.
---
---```lua
---print(graphene.json.decode('{"plan":"DS1"}').plan)
---```
---@param text string the document
---@return any
function graphene.json.decode(text) end

---The options of `graphene.api`.
---@class (exact) graphene.ApiOptions
---@field query? table<string, string|number|boolean> names and values to put behind the question mark
---@field body? any what to send, as JSON

---Sends one request to the cloud's API; anything but GET counts as destroying data.
---
---Returns the answer's JSON as Lua values; nil when it is empty.
---
---Raises `not_found`, `conflict`, `forbidden`, `quota`, `unavailable`, `outcome_unknown`, `usage`.
---
---Effect: X, destroys data.
---
---```lua
---print(graphene.api("GET", "/deployments/plans").plans[1].name)
---```
---@param method "GET"|"HEAD"|"POST"|"PUT"|"PATCH"|"DELETE" the method
---@param path string the path, with exactly one leading slash
---@param opts? graphene.ApiOptions its options
---@return any
function graphene.api(method, path, opts) end

return graphene
