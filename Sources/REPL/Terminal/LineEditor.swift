import CLineEditor
import CLinux
import Glibc
import Synchronization

/// The line that is being typed, on the reader's thread alone.
final class LineEditor {
    unowned let reader: LineReader
    let screen: EditorScreen
    private let editor: OpaquePointer?
    private let history: OpaquePointer?
    private let signals: Int32
    private var keyboard = Keyboard()
    private var remembered = 0
    var request = LineReader.Request(.init(""))
    /// What the line came to otherwise than by being entered.
    private var outcome: LineReader.Result?
    /// Characters to be typed before those of the keyboard.
    private var typed: [Unicode.Scalar] = []
    private var hasEnded = false
    private var isSearching = false
    private var promptText: UnsafeMutablePointer<CChar>?

    /// Asks the terminal to say where a paste begins and ends.
    private static let marksPastes = "\u{1b}[?2004h"
    /// Milliseconds.
    private static let pauseInPaste: Int32 = 100
    /// Stands around what takes no room in a prompt.
    private static let mark: Character = "\u{1}"

    init(_ reader: LineReader) {
        self.reader = reader
        screen = EditorScreen()
        glinux_use_utf8()
        signals = gedit_catch_terminal_signals()
        let streams = (fdopen(dup(0), "r"), fdopen(dup(1), "w"), fdopen(dup(1), "w"))
        guard reader.style.canEdit, let input = streams.0, let output = streams.1,
            let errors = streams.2, let made = el_init("graphene", input, output, errors)
        else {
            (editor, history) = (nil, nil)
            return
        }
        editor = made
        history = history_init()
        prepare(made)
        // What comes early is shown with its line, and not before. libedit knows how it was.
        screen.hideTyping()
    }

    private func prepare(_ editor: OpaquePointer) {
        gedit_set_context(editor, Unmanaged.passUnretained(self).toOpaque())
        gedit_set_prompt(editor, { LineEditor.of($0)?.promptText }, 1)
        gedit_set_reader(editor) { editor, into in
            LineEditor.of(editor)?.readCharacter(into) ?? -1
        }
        gedit_use_emacs_keys(editor)
        gedit_set_history_size(history, 10_000)
        gedit_use_history(editor, history)
        gedit_add_command(editor, "complete-lua", "Completes a name") { editor, _ in
            LineEditor.of(editor)?.complete() ?? UInt8(GEDIT_BEEP)
        }
        for (key, command) in [
            ("^I", "complete-lua"), ("^R", "em-inc-search-prev"), ("^W", "ed-delete-prev-word"),
            ("\u{1b}[1~", "ed-move-to-beg"), ("\u{1b}[4~", "ed-move-to-end"),
            ("\u{1b}[3~", "ed-delete-next-char"), ("\u{1b}[1;5D", "ed-prev-word"),
            ("\u{1b}[1;5C", "em-next-word"),
        ] { gedit_bind(editor, key, command) }
    }

    private static func of(_ editor: OpaquePointer?) -> LineEditor? {
        guard let editor, let context = gedit_context(editor) else { return nil }
        return Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue()
    }

    // MARK: A line

    func read(_ request: LineReader.Request) -> LineReader.Result {
        self.request = request
        (outcome, isSearching) = (nil, false)
        typed = Array(request.initial.replacing("\t", with: "  ").unicodeScalars)
        guard !hasEnded else { return .end }
        if request.isAnswer { forgetTyped() }
        guard let editor else { return readPlainly() }
        defer { screen.hideTyping() }
        addHistory()
        setPrompt()
        screen.write(Self.marksPastes)
        reader.state.withLock { $0.isReading = true }
        var count: Int32 = 0
        let line = el_gets(editor, &count).map { String(cString: $0) }
        let left = reader.state.withLock { state in
            defer { (state.isReading, state.isInterrupted, state.output) = (false, false, []) }
            return state.output
        }
        screen.write("\u{1b}[?2004l")
        screen.write(left)
        return result(line, count)
    }

    private func result(_ line: String?, _ count: Int32) -> LineReader.Result {
        if let outcome { return outcome }
        guard let line, count > 0 else {
            // The cursor still stands behind the prompt.
            screen.write("\n")
            return .end
        }
        return .line(line.hasSuffix("\n") ? String(line.dropLast()) : line)
    }

    func end() {
        screen.restore()
        if let editor { el_end(editor) }
        if let history { history_end(history) }
        free(promptText)
    }

    private func setPrompt() {
        free(promptText)
        let text = request.prompt.text
        let isRed = request.prompt.isRed && reader.style.hasColours
        promptText = strdup(
            isRed
                ? "\(Self.mark)\u{1b}[31m\(Self.mark)\(text)\(Self.mark)\u{1b}[0m\(Self.mark)"
                : text)
    }

    private func addHistory() {
        let lines = reader.state.withLock { Array($0.history[remembered...]) }
        for line in lines { gedit_add_to_history(history, line) }
        remembered += lines.count
    }

    // MARK: Characters

    /// Takes nothing for an answer that was typed before the question could be read.
    private func forgetTyped() {
        screen.forgetTyped()
        keyboard = Keyboard()
    }

    /// Gives libedit one character; 0 at the end, -1 when the line is given up.
    private func readCharacter(_ into: UnsafeMutablePointer<wchar_t>?) -> Int32 {
        while true {
            if !typed.isEmpty { return give(typed.removeFirst(), into) }
            switch keyboard.next() {
            case .key(let scalar):
                follow(scalar)
                return give(scalar, into)
            case .pasted(let text): if !insert(text) { return -1 }
            case .tooLarge:
                reprint("\n")
                return giveUp(.tooLarge)
            case nil:
                guard !hasEnded else { return 0 }
                guard waitForInput() else { return -1 }
            }
        }
    }

    /// Notes whether libedit searches the history: there an arrow ends the search, and libedit would
    /// take the rest of its sequence for text.
    private func follow(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\u{12}": isSearching = true
        case "\u{1b}" where isSearching:
            keyboard.dropSequence()
            isSearching = false
        case "\u{8}", "\u{13}", "\u{17}": break
        case _ where scalar.value < 0x20: isSearching = false
        default: break
        }
    }

    private func give(
        _ scalar: Unicode.Scalar, _ into: UnsafeMutablePointer<wchar_t>?
    ) -> Int32 {
        into?.pointee = wchar_t(bitPattern: scalar.value)
        return 1
    }

    private func giveUp(_ result: LineReader.Result) -> Int32 {
        outcome = result
        return -1
    }

    /// Waits for a key, or for what else there is to do; false when the line is given up.
    private func waitForInput() -> Bool {
        var descriptors = [
            pollfd(fd: 0, events: Int16(POLLIN), revents: 0),
            pollfd(fd: reader.wake, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
        ]
        poll(&descriptors, signals >= 0 ? 3 : 2, -1)
        if descriptors[1].revents != 0 { guard attend() else { return false } }
        if descriptors[2].revents != 0 { terminalChanged() }
        if descriptors[0].revents != 0 { readKeys() }
        return true
    }

    private func readKeys() {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(0, &bytes, bytes.count)
        if count < 0, errno == EINTR || errno == EAGAIN { return }
        guard count > 0 else {
            hasEnded = true
            return
        }
        var more = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        // Much text comes in pieces, and where no mark says so, a pause is its end.
        let isMuch = count >= Keyboard.burst || keyboard.isPasting
        let isLast = poll(&more, 1, isMuch ? Self.pauseInPaste : 0) == 0
        keyboard.take(Array(bytes[..<count]), isLast: isLast)
    }

    /// Does what others ask for; false when the line is given up.
    private func attend() -> Bool {
        reader.drain()
        let (output, isInterrupted, isClosed) = reader.state.withLock { state in
            defer { (state.output, state.isInterrupted) = ([], false) }
            return (state.output, state.isInterrupted, state.isClosed)
        }
        if !output.isEmpty { showAbove(output) }
        if isInterrupted {
            if editor != nil { reprint("^C\n") } else { screen.write("\n") }
            outcome = .interrupted
        }
        if isClosed {
            if !isInterrupted { screen.write("\n") }
            outcome = .end
        }
        return !isInterrupted && !isClosed
    }

    private func terminalChanged() {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = Glibc.read(signals, &bytes, bytes.count)
        guard let editor else { return }
        if bytes.prefix(max(0, count)).contains(UInt8(SIGCONT)) {
            gedit_take_terminal(editor)
            screen.write(Self.marksPastes)
        }
        el_resize(editor)
        screen.erase(promptAndLine.before)
        gedit_draw(editor)
    }

    // MARK: The line on the screen

    /// What is shown of the line: before the cursor, with the prompt, and behind it.
    private var promptAndLine: (before: String, after: String) {
        let (before, after) = line
        return (request.prompt.text + before, after)
    }

    /// What was typed, before the cursor and behind it.
    private var line: (before: String, after: String) {
        guard let editor, let info = el_line(editor)?.pointee else { return ("", "") }
        func text(_ from: UnsafePointer<CChar>, _ to: UnsafePointer<CChar>) -> String {
            from.withMemoryRebound(to: UInt8.self, capacity: to - from) {
                String(decoding: UnsafeBufferPointer(start: $0, count: to - from), as: UTF8.self)
            }
        }
        return (text(info.buffer, info.cursor), text(info.cursor, info.lastchar))
    }

    private func showAbove(_ output: [UInt8]) {
        screen.erase(promptAndLine.before)
        screen.write(output)
        if output.last != 10 { screen.write("\n") }
        if let editor { gedit_draw(editor) }
    }

    /// Writes the line once more, and something behind it, from where the next begins.
    private func reprint(_ end: String) {
        let (before, after) = promptAndLine
        screen.erase(before)
        screen.write(before + after + end)
    }

    /// Puts pasted text into the line; false when it holds more than one.
    private func insert(_ text: String) -> Bool {
        guard text.contains("\n") else {
            if let editor {
                // It is drawn whole, from where it begins.
                screen.erase(promptAndLine.before)
                el_insertstr(editor, text.replacing("\t", with: "  "))
                gedit_draw(editor)
            }
            return true
        }
        let (before, after) = line
        let whole = before + text + after
        let last = whole.lastIndex(of: "\n") ?? whole.startIndex
        let rest = String(whole[whole.index(after: last)...])
        screen.erase(promptAndLine.before)
        screen.write(request.prompt.text)
        screen.writeShown(String(whole[..<last]))
        outcome = .pasted(String(whole[..<last]), rest: rest)
        return false
    }

    // MARK: Completion

    private func complete() -> UInt8 {
        guard let editor else { return UInt8(GEDIT_BEEP) }
        let (before, after) = line
        guard !request.isAnswer, before.contains(where: { !$0.isWhitespace }) else {
            el_insertstr(editor, "  ")
            return UInt8(GEDIT_CHANGED)
        }
        let context = request.context.isEmpty ? "" : request.context + "\n"
        let completion = reader.complete(
            CompletionRequest(before: context + before, after: after))
        if let insertion = completion.insertion {
            el_deletestr(editor, Int32(completion.replaced))
            el_insertstr(editor, insertion)
            return UInt8(GEDIT_CHANGED)
        }
        guard completion.candidates.count > 1 else { return UInt8(GEDIT_BEEP) }
        reprint("\n")
        screen.writeShown(completion.listing(columns: screen.columns))
        gedit_draw(editor)
        return UInt8(GEDIT_NORMAL)
    }

    // MARK: Without an editor

    /// Reads a line that the terminal itself lets a person edit.
    private func readPlainly() -> LineReader.Result {
        screen.write(request.prompt.text)
        reader.state.withLock { $0.isReading = true }
        defer { reader.state.withLock { ($0.isReading, $0.isInterrupted) = (false, false) } }
        var line = request.initial
        while true {
            while let event = keyboard.next() {
                switch event {
                case .key("\n"), .key("\r"): return .line(line)
                case .key(let scalar): line.unicodeScalars.append(scalar)
                case .pasted(let text): return pasted(line + text)
                case .tooLarge: return .tooLarge
                }
            }
            guard !hasEnded else { return .end }
            guard waitForInput() else { return outcome ?? .end }
        }
    }

    private func pasted(_ text: String) -> LineReader.Result {
        guard let last = text.lastIndex(of: "\n") else { return .pasted(text, rest: "") }
        return .pasted(String(text[..<last]), rest: String(text[text.index(after: last)...]))
    }
}
