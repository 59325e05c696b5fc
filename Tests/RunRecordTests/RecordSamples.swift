import Foundation
import Glibc
import Synchronization
import Timekeeping

@testable import RunRecord
import JSONDocument
import ScriptAPI

/// A folder of records that exists while a test runs.
func withRecords(_ body: (RunFolder) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.path + "/records-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(RunFolder(path: path))
}

extension RunFolder {
    /// Writes a record by hand: its lines, each with an end but perhaps the last.
    func write(_ id: String, _ lines: [String], endsLine: Bool = true) throws {
        try make()
        let text = lines.joined(separator: "\n") + (endsLine ? "\n" : "")
        try Data(text.utf8).write(to: URL(filePath: file(id)))
    }

    func text(_ id: String) throws -> String {
        try String(contentsOf: URL(filePath: file(id)), encoding: .utf8)
    }
}

/// Lines of records.
enum Sample {
    static func header(
        _ id: String = "aa11", key: String? = nil, format: Int = 1,
        at: String = "2026-11-23T02:00:00Z"
    ) -> String {
        let name = key.map { #","key":"\#($0)""# } ?? ""
        return """
            {"seq":0,"at":"\(at)","event":"run","format":\(format),"id":"\(id)","mode":"live",\
            "script":"a.lua","folder":"/w","hash":"h","build":"b","process":1\(name)}
            """
    }

    static func line(_ seq: Int, _ event: String, _ rest: String = "", at: String? = nil) -> String
    {
        let members = rest.isEmpty ? "" : "," + rest
        return
            #"{"seq":\#(seq),"at":"\#(at ?? "2026-11-23T02:00:01Z")","event":"\#(event)"\#(members)}"#
    }

    static let started = line(1, "effect_started", #""id":4,"verb":"pause","target":"s/o""#)
    static let intent = line(
        2, "intent",
        #""id":4,"verb":"pause","target":"s/o","method":"POST","path":"/deployments/databases/graphneo/d1/pause""#
    )
    static let accepted = line(3, "answer", #""id":4,"outcome":"accepted","operation":"op1""#)
    static let refused = line(3, "answer", #""id":4,"outcome":"not_applied""#)
    static let done = line(4, "effect_ended", #""id":4,"verb":"pause","outcome":"done""#)
    static let ended = line(5, "ended", #""exit_status":0"#)
}

/// A disk with so many bytes left.
final class SmallDisk: RecordStorage {
    private struct State {
        var room: Int
        /// Room that was taken and is not used yet; nil where none can be taken.
        var reserved: Int?
        var bytes: [UInt8] = []
        var syncs = 0
        var syncFailure: Int32 = 0
    }

    private let state: Mutex<State>

    init(room: Int, reserves: Bool = false) {
        state = Mutex(State(room: room, reserved: reserves ? 0 : nil))
    }

    var lines: [String] {
        String(decoding: state.withLock { $0.bytes }, as: UTF8.self).split(separator: "\n")
            .map(String.init)
    }
    var endsLine: Bool { state.withLock { $0.bytes.last ?? 10 } == 10 }
    var syncs: Int { state.withLock { $0.syncs } }

    func makeRoom(_ count: Int) { state.withLock { $0.room += count } }
    func failToSync(_ number: Int32) { state.withLock { $0.syncFailure = number } }

    func append(_ bytes: [UInt8]) -> Int32 {
        state.withLock { state in
            let written = bytes.prefix(state.room + (state.reserved ?? 0))
            state.bytes += written
            let fromReserve = min(written.count, state.reserved ?? 0)
            if fromReserve > 0 { state.reserved? -= fromReserve }
            state.room -= written.count - fromReserve
            return written.count == bytes.count ? 0 : ENOSPC
        }
    }

    /// What others have taken of the room.
    func fill() { state.withLock { $0.room = 0 } }
    var room: Int { state.withLock { $0.room } }

    func reserve(_ size: Int) -> Int32 {
        state.withLock { state in
            guard let reserved = state.reserved else { return EOPNOTSUPP }
            let more = size - state.bytes.count - reserved
            guard more > 0 else { return 0 }
            guard more <= state.room else { return ENOSPC }
            state.room -= more
            state.reserved = reserved + more
            return 0
        }
    }

    func cut(to size: Int) {
        state.withLock { state in
            state.room += state.reserved ?? 0
            if state.reserved != nil { state.reserved = 0 }
            state.room += state.bytes.count - size
            state.bytes.removeSubrange(size...)
        }
    }

    func sync() -> Int32 {
        state.withLock { state in
            state.syncs += 1
            return state.syncFailure
        }
    }
}

extension RunHeader {
    static func sample(_ mode: RunFacts.Mode = .live) -> RunHeader {
        RunHeader(
            RunFacts(
                id: "aa11", script: "a.lua", hash: "h", mode: mode,
                startedAt: Instant(secondsSince1970: 1_000)), key: nil, folder: "/w", profile: nil,
            cloud: "https://c", client: "me", build: "b", process: 1,
            recordedAt: Instant(secondsSince1970: 1_000))
    }
}
