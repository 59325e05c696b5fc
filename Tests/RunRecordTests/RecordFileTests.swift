import Diagnostics
import Glibc
import Testing

@testable import RunRecord

struct RecordFileTests {
    private static let gap: @Sendable (Int) -> [UInt8] = { Array("gap \($0)\n".utf8) }
    private static func line(_ text: String) -> [UInt8] { Array((text + "\n").utf8) }

    @Test func `a line that must last is synced before anything goes on`() throws {
        let disk = SmallDisk(room: 1_000)
        let file = RecordFile(disk, named: "f", size: 0)

        file.append(Self.line("said"), gap: Self.gap)
        #expect(disk.syncs == 0)
        try file.appendDurably(Self.line("intent"))

        #expect(disk.syncs == 1)
        #expect(disk.lines == ["said", "intent"])
    }

    @Test func `a full disk refuses a line that must last and keeps none of it`() {
        let disk = SmallDisk(room: 10)
        let file = RecordFile(disk, named: "/r/f.jsonl", size: 0)

        let error = #expect(throws: RecordError.self) {
            try file.appendDurably(Self.line("a long intent"))
        }

        #expect(error?.code == .denied)
        #expect(error?.message.contains("No space left on device") == true)
        #expect(error?.message.contains("nothing was sent") == true)
        #expect(disk.lines.isEmpty)
        #expect(disk.endsLine)
    }

    @Test func `what found no room is written once there is some, in order`() throws {
        let disk = SmallDisk(room: 3)
        let file = RecordFile(disk, named: "f", size: 0)

        file.append(Self.line("one"), gap: Self.gap)
        file.append(Self.line("two"), gap: Self.gap)
        #expect(disk.lines.isEmpty)
        #expect(file.failure == ENOSPC)
        disk.makeRoom(100)
        try file.appendDurably(Self.line("three"))

        #expect(disk.lines == ["one", "two", "three"])
        #expect(file.failure == nil)
    }

    @Test func `a refused line does not come later either`() {
        let disk = SmallDisk(room: 0)
        let file = RecordFile(disk, named: "f", size: 0)

        #expect(throws: RecordError.self) { try file.appendDurably(Self.line("refused")) }
        disk.makeRoom(100)
        file.append(Self.line("after"), gap: Self.gap)

        #expect(disk.lines == ["after"])
    }

    @Test func `a disk that cannot sync refuses, and the line is taken back`() {
        let disk = SmallDisk(room: 100)
        let file = RecordFile(disk, named: "f", size: 0)
        disk.failToSync(EIO)

        #expect(throws: RecordError.self) { try file.appendDurably(Self.line("intent")) }

        #expect(disk.lines.isEmpty)
    }

    @Test func `more than may wait is dropped, and how much is said`() {
        let disk = SmallDisk(room: 0)
        let file = RecordFile(disk, named: "f", size: 0)
        let long = String(repeating: "x", count: RecordFile.waitingLimit / 2)

        for _ in 0..<4 { file.append(Self.line(long), gap: Self.gap) }
        disk.makeRoom(10 << 20)
        file.append(Self.line("after"), gap: Self.gap)

        #expect(disk.lines.map { $0.prefix(5) } == ["xxxxx", "gap 3", "after"])
    }

    @Test func `a disk that fills up during a change still takes how that ended`() throws {
        let disk = SmallDisk(room: 1 << 20, reserves: true)
        let file = RecordFile(disk, named: "f", size: 0)
        try file.appendDurably(Self.line("intent"))
        disk.fill()

        for _ in 0..<200 {
            file.append(Self.line(String(repeating: "x", count: 1_000)), gap: Self.gap)
        }
        file.append(Self.line("done"), .essential, gap: Self.gap)
        #expect(throws: RecordError.self) { try file.appendDurably(Self.line("next intent")) }
        file.append(Self.line("ended"), .essential, gap: Self.gap)

        let told = disk.lines.filter { !$0.hasPrefix("x") }
        #expect(told == ["intent", "done", "ended"])
        #expect(file.failure == ENOSPC)
    }

    @Test func `room that is not needed is given back`() throws {
        let disk = SmallDisk(room: 1 << 20, reserves: true)
        let file = RecordFile(disk, named: "f", size: 0)
        try file.appendDurably(Self.line("intent"))

        file.finish()

        #expect(disk.lines == ["intent"])
        #expect(disk.room == (1 << 20) - 7)
    }

    @Test func `a change begins only where its end will have room`() {
        let disk = SmallDisk(room: RecordFile.reserve, reserves: true)
        let file = RecordFile(disk, named: "f", size: 0)

        #expect(throws: RecordError.self) { try file.appendDurably(Self.line("intent")) }

        #expect(disk.lines.isEmpty)
    }

    @Test func `no change begins past a line that found no room, even where room cannot be taken`()
    {
        let disk = SmallDisk(room: 10)
        let file = RecordFile(disk, named: "f", size: 0)
        file.append(Self.line("more than there is room for"), gap: Self.gap)

        #expect(throws: RecordError.self) { try file.appendDurably(Self.line("intent")) }
        file.append(Self.line("ended"), .essential, gap: Self.gap)

        #expect(disk.lines == ["ended"])
    }
}
