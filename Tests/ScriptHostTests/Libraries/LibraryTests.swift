import Diagnostics
import JSONDocument
import ScriptAPI
import ScriptHost
import ScriptWire
import Testing

/// Whose code a module is, what it can require, and what it may do.
struct LibraryTests {
    private static func run(
        _ script: String, _ packages: [LibraryPackage], allowing allowed: [(String, Set<Grant>)],
        prepare: (inout RunConfiguration) -> Void = { _ in }
    ) async -> RunReport {
        await TestRun(script) {
            $0.libraries = SharedCode.set(packages, allowing: allowed)
            prepare(&$0)
        }.report
    }

    private static let quiet = SharedCode.package(
        "quiet",
        ["init.lua": "local M = { n = 0 } function M.pause(db) return db:pause() end return M"])

    @Test func `a library does what it was granted`() async {
        let report = await Self.run(
            "return tostring(require('quiet').pause(graphene.db 'staging/orders'))", [Self.quiet],
            allowing: [("quiet", [.pause])])

        #expect(report.failure == nil)
        #expect(report.result == "staging/orders (paused)")
    }

    @Test func `what it was not granted names it, the function and the line to write`() async {
        let report = await Self.run(
            "require('quiet').pause(graphene.db 'staging/orders')", [Self.quiet],
            allowing: [("quiet", [.read])])

        #expect(report.failure?.code == .denied)
        #expect(
            report.failure?.message
                == "graphene.pause: the library quiet 1.0.0 was not granted `pause`; nothing was "
                + "changed by it, nor by this run before it")
        #expect(
            report.failure?.hint?.contains(
                #"in graphene.toml:7 `quiet = { …, allow = ["read", "pause"] }`"#) == true)
        #expect(report.exitStatus == 6)
        #expect(report.effects.map(\.outcome) == [.notDone])
        #expect(report.effects.map(\.note.library) == ["quiet 1.0.0"])
        #expect(report.failure?.libraryPlace?.script == "quiet@1.0.0/init.lua")
    }

    @Test func `what nothing requires is not read, and what cannot be read ends the run`() async {
        let other = SharedCode.package("other", ["init.lua": "return {}"])
        func report(_ script: String) async -> RunReport {
            await Self.run(script, [Self.quiet, other], allowing: [("quiet", []), ("other", [])]) {
                let read = $0.libraries.package
                $0.libraries.package = { key in
                    guard key != "other" else { throw RunFailure(.integrity, "other is not whole") }
                    return try read(key)
                }
            }
        }

        let unread = await report("return require('quiet').n")
        let read = await report("return require('other')")

        #expect(unread.failure == nil)
        #expect(read.failure?.code == .integrity)
        #expect(read.exitStatus == 2)
    }

    @Test func `a library of a library gets no more than both allow`() async {
        let outer = SharedCode.package(
            "outer", ["init.lua": "return require 'quiet'"], needs: [("quiet", [.pause, .read])])
        let script = "require('outer').pause(graphene.db 'staging/orders')"

        let denied = await Self.run(
            script, [outer, Self.quiet], allowing: [("outer", [.read])])
        let allowed = await Self.run(
            script, [outer, Self.quiet], allowing: [("outer", [.read, .pause])])

        #expect(denied.failure?.code == .denied)
        #expect(
            denied.failure?.hint?.contains(#"`outer = { …, allow = ["read", "pause"] }`"#) == true)
        #expect(denied.failure?.hint?.contains("`quiet = {") == false)
        #expect(allowed.failure == nil)
    }

    @Test func `each set of grants has an instance with a state of its own`() async {
        let outer = SharedCode.package(
            "outer", ["init.lua": "local p = require 'quiet' p.n = p.n + 1 return p"],
            needs: [("quiet", [.read])])
        let other = SharedCode.package(
            "other", ["init.lua": "local p = require 'quiet' p.n = p.n + 10 return p"],
            needs: [("quiet", [.read, .delete])])

        let report = await Self.run(
            """
            local a, b, mine = require "outer", require "other", require "quiet"
            mine.n = mine.n + 100
            return a.n, b.n, mine.n, a == b, mine == a
            """, [outer, other, Self.quiet],
            allowing: [("outer", [.read]), ("other", [.read, .pause]), ("quiet", [.pause])])

        #expect(report.result == [11, 11, 100, true, false])
    }

    @Test func `a handle carries no rights and a closure does`() async {
        let caller = SharedCode.package(
            "caller", ["init.lua": "return { call = function(f, ...) return f(...) end }"])
        let report = await Self.run(
            """
            local call = require("caller").call
            local db = graphene.db "staging/orders"
            call(function() db:pause() end)
            call(db.resume, db)
            return graphene.status(db).state
            """, [caller], allowing: [("caller", [])])

        #expect(report.failure == nil)
        #expect(report.result == "running")
    }

    @Test func `a handle's fields are anybody's, and to read them again takes a grant`() async {
        let reader = SharedCode.package(
            "reader",
            ["init.lua": "return function(db) return db.state, pcall(db.refresh, db) end"])
        let report = await Self.run(
            """
            local db = graphene.db "staging/orders"
            local state, ok, err = require "reader" (db)
            return state, ok, err.code, db:refresh() == db
            """, [reader], allowing: [("reader", [.pause])])

        #expect(report.failure == nil)
        #expect(report.result == ["running", false, "denied", true])
    }

    @Test func `a delegate does for one database what its maker may`() async {
        let report = await Self.run(
            """
            local hand = graphene.delegate(graphene.db "staging/orders", { "pause" })
            local db = require("quiet").pause(hand)
            local ok, err = pcall(function() return hand:delete() end)
            local dot, why = pcall(hand.pause, db)
            return db.state, hand.db == db, err.code, why.code
            """, [Self.quiet], allowing: [("quiet", [])])

        #expect(report.failure == nil)
        #expect(report.result == ["paused", true, "usage", "usage"])
    }

    @Test func `a library requires its own modules and what it declares`() async {
        let library = SharedCode.package(
            "graph-ops",
            [
                "lua/dr.lua": "return { require 'deep.part', require 'graph_ops.two' }",
                "lua/deep/part.lua": "return 'part'", "lua/two.lua": "return 'two'",
            ], exports: ["dr": "lua/dr.lua", "two": "lua/two.lua"])

        let report = await Self.run(
            "local t = require 'graph_ops.dr' return t[1], t[2]", [library],
            allowing: [("graph-ops", [])])

        #expect(report.result == ["part", "two"])
    }

    @Test(arguments: [
        ("require 'graph_ops.three'", "graph_ops.three", "it exports graph_ops.two"),
        (
            "require 'reaching'", "there is no module script_only in the library reaching",
            "dependencies"
        ),
    ])
    func `what a library has not says where to look`(
        _ script: String, _ message: String, _ hint: String
    ) async {
        let library = SharedCode.package(
            "graph-ops", ["two.lua": "return 2"], exports: ["two": "two.lua"])
        let reaching = SharedCode.package("reaching", ["init.lua": "return require 'script_only'"])

        let report = await Self.run(
            script, [library, reaching], allowing: [("graph-ops", []), ("reaching", [])])

        #expect(report.failure?.code == .notFound)
        #expect(report.failure?.message.contains(message) == true)
        #expect(report.failure?.hint?.contains(hint) == true)
    }

    @Test func `the script's parameters and variables are not a library's`() async {
        let curious = SharedCode.package(
            "curious",
            ["init.lua": "return { graphene.env, graphene.params, load 'return graphene.env' }"])
        let report = await Self.run(
            """
            local lib = require "curious"
            local codes = {}
            for i = 1, 3 do
              local _, err = pcall(i == 3 and lib[3]() or lib[i], i == 2 and {} or "HOME")
              codes[i] = err.code
            end
            return table.concat(codes, " "), graphene.env "HOME"
            """, [curious], allowing: [("curious", Set(Grant.allCases))]
        ) { $0.variables = ["HOME": "/home"] }

        #expect(report.result == ["denied denied denied", "/home"])
    }

    @Test func `a raw GET is a reading and any other request is not`() async {
        let raw = SharedCode.package("raw", ["init.lua": "return graphene.api"])
        let report = await Self.run(
            """
            local api = require "raw"
            local plans = api("GET", "/deployments/plans")
            local _, err = pcall(api, "DELETE", "/deployments/databases/graphneo/x")
            return plans ~= nil, err.message:match "^[^;]+"
            """, [raw], allowing: [("raw", [.read])])

        #expect(
            report.result == [true, "graphene.api: the library raw 1.0.0 was not granted `api`"])
    }

    @Test func `a host that was told of no such module grants it nothing`() async throws {
        let peer = ScriptedPeer(
            ScriptedPeer.greeting + [
                .say([
                    .effect(1, "pause", ["staging/orders"], owner: 7),
                    .effect(2, "pause", ["staging/orders"], owner: 0),
                    .effect(3, "require", ["x"], owner: 7),
                ]), .awaitHost, .say([.finished(.values([]), memoryPeak: 1)]),
            ])

        let report = try await peer.run()

        #expect(report.effects.map(\.outcome) == [.notDone, .notDone])
        #expect(report.effects.map(\.code) == [.denied, .denied])
    }
}
