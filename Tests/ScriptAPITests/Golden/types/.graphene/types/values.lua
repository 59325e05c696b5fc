-- Written by `graphene types`; it holds c40603fafdadb972.
---@meta

---Seconds, or a text such as `"90s"`, `"15m"`, `"2h30m"`, `"7d"`.
---@alias graphene.Duration number|string

---What a database is doing; the cloud may have other words.
---@alias graphene.State "running"|"paused"|"failed"|string

---@alias graphene.ParameterType "string"|"integer"|"number"|"boolean"|"enum"|"list"|"map"|"duration"|"time"|"version"|"environment"|"database"|"snapshot"|"secret"

---What kind of failure an error is; `graphene explain CODE` says what to do.
---@alias graphene.ErrorCode
---| "usage" # The call, the command line or the script's text is wrong. What is wrong was found before anything was sent.
---| "config" # A file of the configuration, or a place to write to, cannot be used. No run was begun, or its output could not be written in full.
---| "auth" # There are no credentials, or the cloud does not accept them. Nothing was changed.
---| "forbidden" # The cloud knows the API client and does not let it do this. It was not done.
---| "not_found" # What was named is not there, or the API client cannot see it. Nothing was changed.
---| "ambiguous" # The name fits more than one thing, and none was chosen. Nothing was changed.
---| "conflict" # The database, or its environment, is in a state in which this cannot be done. It was not begun.
---| "locked" # Somebody else's operation is running on the database, and did not end within `locked_timeout`. Ours was not begun.
---| "quota" # The account has as much of it as it may have. Nothing was made.
---| "rate_limited" # The cloud asked for fewer requests, again and again. Reading was given up; a change was not sent.
---| "unavailable" # The cloud could not be reached, or answered with errors of its own, until patience was spent. A change that may have arrived is `outcome_unknown` instead.
---| "timeout" # It was not done in the time it was given. The cloud may still be at work on it: waiting ended, not the operation.
---| "operation_failed" # The cloud took the operation on and then failed at it. The database may be in a state of failure.
---| "unhealthy" # A check did not pass. What was to follow it was not done.
---| "protected" # The database is protected, and the run was not told that it may disrupt or destroy it. Nothing was changed on it.
---| "limit_exceeded" # The run would have changed more than it may, or elsewhere than it may. The refused change was not made; those before it stay.
---| "confirmation_required" # A question needed the answer yes and did not get it. What it asked about was not done.
---| "denied" # The script asked for something that this run does not grant it. It got nothing, and nothing was sent.
---| "integrity" # A file is not the one that was asked for: its SHA-256 is another. It was not sent.
---| "outcome_unknown" # A change was sent, its answer was lost, and reading the cloud's state did not tell either. It may be done or not, so it was not sent again.
---| "partial" # Some of it was done and some was not; neither is undone.
---| "rollback_failed" # Something failed, and so did undoing it. What the run had done before is not all undone: a person must look.
---| "cancelled" # A person or the system stopped the run, by Ctrl-C or SIGTERM. Nothing new was begun after that, handlers ran, and what the cloud had accepted goes on.
---| "unsupported" # What was asked for cannot be had here: this cloud, or this machine, does not offer it. Nothing was changed.
---| "script" # The script itself failed: an error that it raised, or a mistake in its Lua.
---| "memory_limit" # The script used up its memory.
---| "time_limit" # The script used up its processor time. Waiting for the cloud is not counted.
---| "vm_crashed" # The process that ran the script ended without a word. Handlers did not run; what the cloud had accepted goes on.
---| "internal" # A bug of ours. What was done is in the run's record.

---A point in time: it compares, and two of them have a difference in seconds.
---@class graphene.Time
---@operator sub(graphene.Time): number
---@operator sub(graphene.Duration): graphene.Time
---@operator add(graphene.Duration): graphene.Time

---Tells about the run that the script is part of.
---@class graphene.Run
---@field id string the run's own, as its record has it
---@field short_id string six hexadecimal digits of it, for names
---@field date string the day it began, such as `2026-11-23`
---@field script string the script's file, as it was given
---@field hash string the SHA-256 of its text
---@field attempt integer 1, or how often the run was taken up
---@field resumed boolean whether it was taken up
---@field mode "live"|"simulated"|"rehearsal"|"test" `live`, `simulated`, `rehearsal` or `test`
---@field started_at graphene.Time when it began, a time
---@field libraries table<string, any> the libraries it uses, by name

---A database as of the call that returned it; `:refresh()` reads it again.
---@class graphene.Database
---@field id string 32 hexadecimal digits
---@field name string its name
---@field ref string `environment/name`, which finds it again
---@field env string its environment's name
---@field state graphene.State such as `running` or `paused`
---@field plan string? its plan's name
---@field version string? its version
---@field edition string? `community` or `enterprise`
---@field vendor string? the vendor in the API's paths
---@field domain string? its public host name
---@field private_domain string? its host name inside the network
---@field http_port integer? the port that browsers use
---@field bolt_port integer? the port that drivers use
---@field bolt_url string? where drivers connect
---@field http_url string? where browsers connect
---@field created_at graphene.Time? when it was made
---@field needs_restart boolean whether changed settings wait for a restart
---@field locked boolean whether no operation may start
---@field pending boolean whether an operation is under way
---@field data_as_of graphene.Time? when the snapshot it was made from began, if this run made it
---@field refresh fun(self: graphene.Database): graphene.Database reads it again
local Database = {}

---Reads what a database is doing right now.
---
---See `graphene.status`.
---@return graphene.Status
function Database:status() end

---Copies a database, data and all, into an environment and waits until the copy is running.
---
---See `graphene.clone`.
---@param env? graphene.Environment|string where the copy will live; by default beside it
---@param opts? graphene.CloneOptions its options
---@return graphene.Database
---@overload fun(self: graphene.Database, opts: graphene.CloneOptions): graphene.Database
---@overload fun(self: graphene.Database, env?: graphene.Environment|string, opts: { wait: false }): graphene.Operation
function Database:clone(env, opts) end

---Pauses a database, which saves its cost, and waits until it is paused.
---
---See `graphene.pause`.
---@param opts? graphene.PauseOptions its options
---@return graphene.Database
---@return boolean changed
---@overload fun(self: graphene.Database, opts: { wait: false }): graphene.Operation
function Database:pause(opts) end

---Starts a paused database and waits until it is running.
---
---See `graphene.resume`.
---@param opts? graphene.ResumeOptions its options
---@return graphene.Database
---@return boolean changed
---@overload fun(self: graphene.Database, opts: { wait: false }): graphene.Operation
function Database:resume(opts) end

---Restarts a database and waits until it is running again.
---
---See `graphene.restart`.
---@param opts? graphene.RestartOptions its options
---@return graphene.Database
---@return boolean changed
---@overload fun(self: graphene.Database, opts: { wait: false }): graphene.Operation
function Database:restart(opts) end

---Lists a database's on-demand snapshots, newest first; the API shows no scheduled ones.
---
---See `graphene.snapshots`.
---@param opts? graphene.SnapshotsOptions its options
---@return graphene.Snapshot[]
function Database:snapshots(opts) end

---Finds a database's newest usable snapshot that is not too old.
---
---See `graphene.latest_snapshot`.
---@param opts graphene.LatestSnapshotOptions its options
---@return graphene.Snapshot? snapshot
function Database:latest_snapshot(opts) end

---Takes a snapshot of a database, where the cloud offers that through its API.
---
---See `graphene.snapshot`.
---@param opts? graphene.SnapshotOptions its options
---@return graphene.Snapshot
---@overload fun(self: graphene.Database, opts: { wait: false }): graphene.Operation
function Database:snapshot(opts) end

---Replaces a database's data by a snapshot's and waits until it is running.
---
---See `graphene.restore`.
---@param snapshot graphene.Snapshot|string the snapshot; it may be another database's
---@param opts? graphene.RestoreOptions its options
---@return graphene.Database
---@overload fun(self: graphene.Database, snapshot: graphene.Snapshot|string, opts: { wait: false }): graphene.Operation
function Database:restore(snapshot, opts) end

---Deletes a database with all its data and its snapshots.
---
---See `graphene.delete`.
---@param opts? graphene.DeleteOptions its options
---@return boolean changed
---@overload fun(self: graphene.Database, opts: { wait: false }): graphene.Operation
function Database:delete(opts) end

---Leads the connection URLs of database `a` to database `b`, which must be running.
---
---See `graphene.switch_dns`.
---@param b graphene.Database|string the database that they will reach
---@param opts? graphene.SwitchDnsOptions its options
---@return graphene.DnsSwitch
---@overload fun(self: graphene.Database, b: graphene.Database|string, opts: { wait: false }): graphene.Operation
function Database:switch_dns(b, opts) end

---Reaches a database step by step, as applications do, without a login.
---
---See `graphene.probe`.
---@param opts? graphene.ProbeOptions its options
---@return graphene.Probe
function Database:probe(opts) end

---Changes a database's plan and waits until it runs on the new one.
---
---See `graphene.resize`.
---@param plan string the new plan's name, one of `graphene.plans()`
---@param opts? graphene.ResizeOptions its options
---@return graphene.Database
---@return boolean changed
---@overload fun(self: graphene.Database, plan: string, opts: { wait: false }): graphene.Operation
function Database:resize(plan, opts) end

---Reads a database's configuration.
---
---See `graphene.settings`.
---@return table<string, string|graphene.Secret> settings
function Database:settings() end

---Changes a database's configuration, by default over what is there, and restarts it.
---
---See `graphene.set_settings`.
---@param settings table<string, string|number|boolean|graphene.Secret> the new values, by key
---@param opts? graphene.SetSettingsOptions its options
---@return graphene.Database
---@return boolean changed
---@return graphene.SettingChange[] changes
---@overload fun(self: graphene.Database, settings: table<string, string|number|boolean|graphene.Secret>, opts: { wait: false }): graphene.Operation
function Database:set_settings(settings, opts) end

---Lists the plugins installed on a database.
---
---See `graphene.plugins`.
---@return graphene.Plugin[]
function Database:plugins() end

---Installs a plugin from a file below the script's folder, and restarts the database.
---
---See `graphene.install_plugin`.
---@param opts graphene.InstallPluginOptions its options
---@return graphene.Plugin
---@return boolean changed
---@overload fun(self: graphene.Database, opts: { wait: false }): graphene.Operation
function Database:install_plugin(opts) end

---Removes a plugin from a database and restarts it.
---
---See `graphene.remove_plugin`.
---@param name string the plugin's name
---@param opts? graphene.RemovePluginOptions its options
---@return graphene.Plugin? plugin
---@return boolean changed
---@overload fun(self: graphene.Database, name: string, opts: { wait: false }): graphene.Operation
function Database:remove_plugin(name, opts) end

---Looks up one operation of a database.
---
---See `graphene.operation`.
---@param id string the operation's id
---@return graphene.Operation
function Database:operation(id) end

---Waits until a database is in a state, or until a function of it returns true.
---
---See `graphene.wait`.
---@param condition graphene.State|graphene.State[]|(fun(db: graphene.Database): any) a state, a list of states, or a function that gets the database
---@param opts graphene.WaitOptions its options
---@return graphene.Database
function Database:wait(condition, opts) end

---Makes an object with some of your own functions for one database, to hand to a library.
---
---See `graphene.delegate`.
---@param verbs string[] the methods of a database that it gets: `{"pause", "resume"}`
---@return table delegate
function Database:delegate(verbs) end

---An environment as of the call that returned it.
---@class graphene.Environment
---@field id string the cloud's own
---@field name string its label
---@field ref string the same
---@field region string? where it is
---@field cidr string? its network
---@field network_rules graphene.NetworkRule[] a list of `{id, label, ip_range}`
---@field peers graphene.Peer[] a list of `{id, label, vpc_id, aws_account_id, status}`
---@field created_at graphene.Time? when it was made
---@field refresh fun(self: graphene.Environment): graphene.Environment reads it again
local Environment = {}

---Lists databases with their present state, ordered by environment and name.
---
---See `graphene.databases`.
---@return graphene.Database[]
function Environment:databases() end

---An on-demand snapshot as of the call that returned it.
---@class graphene.Snapshot
---@field id string the cloud's own
---@field label string? what it was called, if anything
---@field ref string its label, or its id
---@field status string? such as `completed`
---@field created_at graphene.Time? when it was made
---@field db_id string the id of its database
---@field env_id string? the id of the environment it was taken in
---@field refresh fun(self: graphene.Snapshot): graphene.Snapshot reads it again
local Snapshot = {}

---Creates a database from a snapshot, with the plan, version and edition it was taken with.
---
---See `graphene.create_from_snapshot`.
---@param name string the new database's name
---@param opts? graphene.CreateFromSnapshotOptions its options
---@return graphene.Database
---@overload fun(self: graphene.Snapshot, name: string, opts: { wait: false }): graphene.Operation
function Snapshot:create_from_snapshot(name, opts) end

---Work of the cloud's; `:wait(opts?)` follows it to its end.
---@class graphene.Operation
---@field id string? the cloud's own
---@field db graphene.Database? the database
---@field ref string its id
---@field status string such as `running`
---@field started_at graphene.Time? when it began
---@field duration number? seconds
---@field next_id string? the operation that follows it, if any
---@field refresh fun(self: graphene.Operation): graphene.Operation reads it again
local Operation = {}

---The options of `operation:wait`.
---@class (exact) graphene.OperationWaitOptions
---@field timeout? graphene.Duration how long to wait; by default `"4h"`
---@field poll? graphene.Duration how often to ask; by default that adapts

---Waits for an operation, and for those that follow from it, to end.
---
---Returns what the change would have returned had it waited; for an operation that was looked up, the operation.
---
---Raises `not_found`, `operation_failed`, `timeout`, `usage`.
---
---Effect: R, reads.
---
---```lua
---local pausing = graphene.pause("staging/orders", { wait = false })
---print(pausing.status)
---print(pausing:wait { timeout = "10m" })
---```
---@param opts? graphene.OperationWaitOptions its options
---@return any
---@return boolean? changed
function Operation:wait(opts) end

---A switch of connections; it has `:verify(opts?)` and `:revert(opts?)`.
---@class graphene.DnsSwitch
---@field a graphene.Database the database whose addresses lead elsewhere now
---@field b graphene.Database the database that they lead to
---@field at graphene.Time when it was done, a time
---@field before graphene.Addresses the addresses of both before: `{a, b}`
---@field after graphene.Addresses the addresses of both afterwards: `{a, b}`
local DnsSwitch = {}

---The options of `dns_switch:verify`.
---@class (exact) graphene.DnsSwitchVerifyOptions
---@field check? "bolt" "bolt": whether `b` answers at the address, too; as the switch was checked, unless given
---@field timeout? graphene.Duration how long to try to reach it; by default `"10s"`

---The options of `dns_switch:revert`.
---@class (exact) graphene.DnsSwitchRevertOptions
---@field timeout? graphene.Duration how long to wait for the end, from the request on; by default `"20m"`
---@field wait? boolean false returns the operation at once instead of waiting for its end; by default `true`
---@field locked_timeout? graphene.Duration how long to wait for somebody else's operation on the same database; by default `"10m"`
---@field poll? graphene.Duration how often to ask whether it is done; by default that adapts
---@field reason? string why, for the record

---Reads whether what the switch brought about still stands.
---
---Returns true, or false and why: the addresses are no longer those it left, or `b` does not answer.
---
---Raises `not_found`, `usage`.
---
---Effect: R, reads.
---
---```lua
---local switch = graphene.switch_dns("production/catalog", "staging/catalog")
---print(switch:verify { check = "bolt" })
---```
---@param opts? graphene.DnsSwitchVerifyOptions its options
---@return boolean ok
---@return string? reason
function DnsSwitch:verify(opts) end

---Switches back; asks nothing of `b`, which may be dead.
---
---Returns the switch that undid it.
---
---Raises `not_found`, `conflict`, `locked`, `operation_failed`, `timeout`, `usage`.
---
---Effect: D, disrupts.
---
---```lua
---local switch = graphene.switch_dns("production/catalog", "staging/catalog")
---print(switch:revert())
---print(switch:verify())
---```
---@param opts? graphene.DnsSwitchRevertOptions its options
---@return graphene.DnsSwitch
---@overload fun(self: graphene.DnsSwitch, opts: { wait: false }): graphene.Operation
function DnsSwitch:revert(opts) end

---A plugin of a database.
---@class graphene.Plugin
---@field id string the cloud's own
---@field name string its name
---@field ref string the same
---@field created_at graphene.Time? when it was made
local Plugin = {}

---A text that the script may pass on and never read.
---@class graphene.Secret
---@field name string? what it is called
local Secret = {}

---What `graphene.map` returns: a list of results, in the order of the items.
---@class graphene.Results: { [integer]: graphene.Result }
---@field ok_count integer how many went well
---@field failed_count integer how many failed
---@field failed fun(self: graphene.Results): graphene.Result[] gives those that failed
---@field raise fun(self: graphene.Results, opts?: { allow?: integer }): graphene.Results raises `partial` when more than `allow` failed

---What came of one item of `graphene.map`.
---@class graphene.Result
---@field item any the item
---@field ok boolean whether it went well
---@field values any[] what the function returned
---@field err graphene.Error? what it raised
---@field elapsed number seconds
---@field skipped boolean whether it was not begun, because another one failed

---How `graphene.params` declares one parameter.
---@class graphene.Parameter
---@field type graphene.ParameterType? what it is; `string` by default
---@field default any its value when it is not given
---@field required boolean? whether it must be given
---@field help string? what it is for
---@field values any[]? the only values allowed
---@field pattern string? a Lua pattern that its text must match
---@field min any the least value, length or number of entries
---@field max any the greatest value, length or number of entries

---What `graphene.status` tells of a database.
---@class graphene.Status
---@field state graphene.State such as `running` or `paused`
---@field needs_restart boolean whether changed settings wait for a restart
---@field pending boolean whether an operation is under way
---@field locked boolean whether no operation may start
---@field under_incident boolean whether the cloud is at work on a failure
---@field last_health string? what the last check of its health found

---What `graphene.probe` met.
---@class graphene.Probe
---@field ok boolean whether every step went well
---@field address string host and port
---@field ms integer how long it took
---@field detail string what the last step found
---@field tls_expires graphene.Time? until when the certificate is valid
---@field tls_subject string? whose certificate it is
---@field bolt_version string? the version that was agreed on
---@field ttl integer? for how many seconds the name may be kept
---@field steps graphene.ProbeStep[] a list of `{name, ok, ms, detail}`

---What a failure raises, and `pcall` gives back; `tostring(err)` is one line.
---@class graphene.Error
---@field code graphene.ErrorCode what kind of failure it is, one of those below; match on it
---@field message string what was attempted, on what, and why it failed
---@field hint string? what to do about it, if anything helps
---@field target string? what it was done to: `production/orders`
---@field verb string? what was done: `clone`
---@field retryable boolean whether the same may succeed later
---@field http_status integer? of the cloud's answer, if there was one
---@field request_id string? the cloud's own, to ask its support about
---@field operation graphene.Operation? a handle, when one is still running
---@field after number? how many seconds the cloud asks to wait
---@field cause any the error underneath
---@field data any what `graphene.fail` was given
---@field traceback string? the stack where it was raised
---@field script string? the script's file
---@field line integer? the script's line

---@class graphene.NetworkRule
---@field id string
---@field label string?
---@field ip_range string?

---@class graphene.Peer
---@field id string
---@field label string?
---@field vpc_id string?
---@field aws_account_id string?
---@field status string?

---@class graphene.Addresses
---@field a graphene.Address
---@field b graphene.Address

---@class graphene.Address
---@field domain string?
---@field private_domain string?
---@field http_port integer?
---@field bolt_port integer?
---@field bolt_url string?
---@field http_url string?

---@class graphene.ProbeStep
---@field name string
---@field ok boolean
---@field ms integer
---@field detail string

---@class graphene.SettingChange
---@field key string
---@field before string|graphene.Secret|nil
---@field after string|graphene.Secret|nil

---@class graphene.Plan
---@field name string
---@field [string] any

---@class graphene.Version
---@field number string
---@field edition string
---@field vendor string?
---@field [string] any
