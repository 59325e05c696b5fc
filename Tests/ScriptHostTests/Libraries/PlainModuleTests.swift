import Diagnostics
import Foundation
import JSONDocument
import ScriptHost
import Testing

/// Modules that were written for any Lua: they can be required, and have no rights.
struct PlainModuleTests {
    private static let debian = "/usr/share/lua/5.4"

    private static func run(_ script: String, in folder: String = "/nowhere", paths: [String] = [])
        async throws -> RunReport
    {
        let paths = try paths.map { try LuaPath($0) }
        return await TestRun(script, in: folder) { $0.luaPaths = paths }.report
    }

    @Test(arguments: [
        (
            "return tostring(require('pl.List'){10,20,30}:map(function(x) return x + 1 end))",
            "{11,21,31}"
        ),
        ("return require('pl.tablex').reduce('+', {1, 2, 3})", "6"),
        ("return table.concat(require('pl.tablex').keys({a = 1}), ' ')", "a"),
        ("return require('pl.stringx').center('x', 5, '.')", "..x.."),
        ("return require('pl.stringx').split('a b c')[2]", "b"),
        (
            """
            local class = require 'pl.class'
            local A = class() function A:_init(n) self.n = n end function A:double() return 2 * self.n end
            local B = class(A) function B:_init(n) self:super(n + 1) end
            return B(4):double() .. tostring(B(1):is_a(A))
            """, "10true"
        ),
        (
            "local Date = require 'pl.Date' return Date{year = 2026, month = 11, day = 23}:weekday_name(true)",
            "Monday"
        ),
        (
            "return require('pl.Date')({year = 2026, month = 3, day = 1}):add({day = 30}):month()",
            "3"
        ),
        ("return require('dkjson').encode({ 1, 'two', { three = 3 } })", #"[1,"two",{"three":3}]"#),
        ("return require('dkjson').decode('{\"a\": [1, 2]}').a[2]", "2"),
        (
            """
            local say = require 'say'
            say:set_namespace 'en' say:set('hi', 'hello %s')
            return say('hi', { 'world' })
            """, "hello world"
        ),
        ("return require('pl.pretty').write({1, 2}, '')", "{1,2}"),
    ])
    func `well known modules work as Debian has them`(_ script: String, _ result: String)
        async throws
    {
        let report = try await Self.run(
            "return tostring((function() \(script) end)())", paths: [Self.debian])

        #expect(report.failure == nil, "\(report.failure?.message ?? "")")
        #expect(report.result == .string(result))
    }

    @Test(arguments: [
        ("require('pl.utils').readfile('/etc/passwd')", "attempt to call a nil value"),
        ("require 'pl.path'", "requires LuaFileSystem"),
        ("require 'pl.file'", "requires LuaFileSystem"), ("require 'lfs'", "no module lfs"),
    ])
    func `what needs a file or a C library says so`(_ script: String, _ message: String)
        async throws
    {
        let report = try await Self.run(script, paths: [Self.debian])

        #expect(report.failure != nil)
        #expect(
            report.failure?.message.contains(message) == true, "\(report.failure?.message ?? "")")
    }

    @Test func `a LuaRocks tree beside the script is found, and its modules may do nothing`()
        async throws
    {
        let files = [
            "lua_modules/share/lua/5.4/eager/init.lua": """
            return { part = require "eager.part", pause = function(db) return db:pause() end }
            """,
            "lua_modules/share/lua/5.4/eager/part.lua": "return graphene.databases",
            "own.lua": "return graphene.delete",
            "lua_modules/share/lua/5.4/reaching.lua": "return require 'own'",
        ]
        try await SharedCode.withFolder(files) { folder in
            let report = try await Self.run(
                """
                local eager = require "eager"
                local _, first = pcall(eager.pause, graphene.db "staging/orders")
                local _, second = pcall(eager.part)
                local _, third = pcall(require, "reaching")
                return first.message:match "^[^;]+", first.code, second.code, third.code
                """, in: folder)

            #expect(
                report.result == [
                    "graphene.pause: a plain Lua module was not granted `pause`", "denied",
                    "denied",
                    "not_found",
                ])
        }
    }

    @Test func `a link that leaves the folder's parent is refused`() async throws {
        let files = ["5.1/real.lua": "return 'real'", "5.4/other.lua": "return 1"]
        try await SharedCode.withFolder(files) { folder in
            let links = [
                ("5.4/real.lua", "../5.1/real.lua"), ("5.4/out.lua", "../../../etc/hostname"),
                ("5.4/absolute.lua", "\(folder)/5.1/real.lua"),
            ]
            for (path, target) in links {
                try FileManager.default.createSymbolicLink(
                    atPath: "\(folder)/\(path)", withDestinationPath: target)
            }
            let report = try await Self.run(
                """
                local codes = { require "real" }
                for _, name in ipairs { "out", "absolute" } do
                  local _, err = pcall(require, name)
                  codes[#codes + 1] = err.code .. (err.message:find "leads out of" and " out" or "")
                end
                return table.concat(codes, ", ")
                """, paths: ["\(folder)/5.4/"])

            #expect(report.result == "real, usage out, usage out")
        }
    }

    @Test(arguments: ["/nowhere/at/all", "/etc/hostname"])
    func `a path that is no folder is refused`(_ path: String) {
        let error = #expect(throws: RunFailure.self) { try LuaPath(path) }

        #expect(error?.code == .usage)
    }
}
