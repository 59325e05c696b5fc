import Testing

@testable import REPL

struct KeyboardTests {
    @Test(arguments: ["\u{1b}[1;5Dx", "\u{1b}OAx", "\u{1b}x"])
    func `the rest of a key's sequence can be passed over`(text: String) {
        var keyboard = Keyboard()
        keyboard.take(Array(text.utf8), isLast: true)

        #expect(keyboard.next() == .key("\u{1b}"))
        keyboard.dropSequence()

        #expect(keyboard.next() == .key("x"))
    }

    private func events(_ pieces: [String]) -> [Keyboard.Event] {
        var keyboard = Keyboard()
        var events: [Keyboard.Event] = []
        for piece in pieces {
            keyboard.take(Array(piece.utf8), isLast: true)
            while let event = keyboard.next() { events.append(event) }
        }
        return events
    }

    @Test func `keys come one by one, whole characters only`() {
        var keyboard = Keyboard()
        let bytes = Array("aé日".utf8)

        keyboard.take(Array(bytes[..<2]), isLast: true)
        #expect(keyboard.next() == .key("a"))
        #expect(keyboard.next() == nil)
        keyboard.take(Array(bytes[2...]), isLast: true)
        #expect(keyboard.next() == .key("é"))
        #expect(keyboard.next() == .key("日"))
        #expect(keyboard.next() == nil)
    }

    @Test func `what is no UTF-8 is a mark for it`() {
        var keyboard = Keyboard()

        keyboard.take([0xff, 0x41], isLast: true)

        #expect(keyboard.next() == .key("\u{fffd}"))
        #expect(keyboard.next() == .key("A"))
    }

    @Test(arguments: [
        ["x\u{1b}[200~a\r\nb\u{1b}[201~y"], ["x\u{1b}[20", "0~a\rb\u{1b}[2", "01~y"],
    ])
    func `a marked paste is one event`(pieces: [String]) {
        #expect(events(pieces) == [.key("x"), .pasted("a\nb"), .key("y")])
    }

    @Test func `much at once is a paste, marked or not`() {
        let text = String(repeating: "print(1)\n", count: 40)

        #expect(events([text]) == [.pasted(text)])
        #expect(events(["a\n"]) == [.key("a"), .key("\n")])
    }

    @Test(arguments: [true, false])
    func `a paste of 10 MB is not kept`(isMarked: Bool) {
        var keyboard = Keyboard()
        let piece = [UInt8](repeating: 0x61, count: 65_535) + [10]
        if isMarked { keyboard.take(Array("\u{1b}[200~".utf8), isLast: true) }

        for index in 0..<160 { keyboard.take(piece, isLast: index == 159) }
        if isMarked { keyboard.take(Array("\u{1b}[201~b".utf8), isLast: true) }

        #expect(keyboard.next() == .tooLarge)
        #expect(keyboard.next() == (isMarked ? .key("b") : nil))
    }

    @Test func `an arrow key is not held back`() {
        #expect(events(["\u{1b}[A"]) == [.key("\u{1b}"), .key("["), .key("A")])
        #expect(events(["\u{1b}"]) == [.key("\u{1b}")])
    }
}
