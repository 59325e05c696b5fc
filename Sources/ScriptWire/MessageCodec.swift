extension WireEncoder {
    package mutating func message(_ message: HostMessage) {
        switch message {
        case .start(let start):
            byte(0)
            chunk(start.script)
            value(start.processorTimeError)
            chunks(start.prelude)
            value(.map(start.values))
        case .answer(let id, let answer):
            byte(1)
            count(id)
            self.answer(answer)
        case .cancel(let error):
            byte(2)
            value(error)
        case .prepare(let preparation):
            byte(3)
            count(preparation.memoryLimit)
            chunks(preparation.prelude)
            value(.map(preparation.values))
        }
    }

    package mutating func message(_ message: ScriptMessage) {
        switch message {
        case .hello(let version, let missing):
            byte(0)
            count(version)
            count(UInt64(missing.count))
            for layer in missing { text(layer) }
        case .effect(let effect):
            effectHeader(
                id: effect.id, task: effect.task, source: effect.source, line: effect.line,
                owner: effect.owner, isCleanup: effect.isCleanup)
            values([.text(effect.name)] + effect.arguments)
        case .question(let id, let name, let arguments):
            questionHeader(id: id)
            values([.text(name)] + arguments)
        case .tell(let kind, let arguments):
            tellHeader()
            values([.text(kind)] + arguments)
        case .abandon(let id):
            byte(4)
            count(id)
        case .idle(let framesRead):
            byte(5)
            count(framesRead)
        case .finished(let answer, let memoryPeak):
            byte(6)
            count(memoryPeak)
            self.answer(answer)
        case .processorTimeSpent(let source, let line, let traceback):
            byte(7)
            text(source)
            count(UInt64(line))
            text(traceback)
        case .stopping(let source, let line):
            byte(8)
            text(source)
            count(UInt64(line))
        }
    }

    /// An effect up to its name and arguments, which the script process has encoded already.
    package mutating func effectHeader(
        id: UInt64, task: UInt64, source: String, line: UInt32, owner: UInt64, isCleanup: Bool
    ) {
        byte(1)
        count(id)
        count(task)
        text(source)
        count(UInt64(line))
        count(owner)
        byte(isCleanup ? 1 : 0)
    }

    package mutating func questionHeader(id: UInt64) {
        byte(2)
        count(id)
    }

    package mutating func tellHeader() { byte(3) }

    /// The end of the script, with results that are encoded already.
    package mutating func finishedHeader(memoryPeak: UInt64, isError: Bool) {
        byte(6)
        count(memoryPeak)
        byte(isError ? 2 : 0)
    }

    private mutating func answer(_ answer: Answer) {
        switch answer {
        case .values(let values):
            byte(0)
            self.values(values)
        case .error(let error):
            byte(2)
            value(error)
        }
    }

    private mutating func chunks(_ chunks: [ScriptChunk]) {
        count(UInt64(chunks.count))
        for chunk in chunks { self.chunk(chunk) }
    }

    private mutating func chunk(_ chunk: ScriptChunk) {
        text(chunk.name)
        bytes(chunk.source)
    }
}

extension WireDecoder {
    package mutating func scriptMessage() throws(WireFailure) -> ScriptMessage {
        switch try byte() {
        case 0: return try hello()
        case 1: return .effect(try effect())
        case 2:
            let id = try count()
            let (name, arguments) = try namedValues()
            return .question(id: id, name: name, arguments: arguments)
        case 3:
            let (kind, arguments) = try namedValues()
            return .tell(kind: kind, arguments: arguments)
        case 4: return .abandon(id: try count())
        case 5: return .idle(framesRead: try count())
        case 6:
            let memoryPeak = try count()
            return .finished(try answer(), memoryPeak: memoryPeak)
        case 7:
            return .processorTimeSpent(
                source: try name(), line: try line(), traceback: try text())
        case 8: return .stopping(source: try name(), line: try line())
        case let tag: throw .badTag(tag)
        }
    }

    package mutating func hostMessage() throws(WireFailure) -> HostMessage {
        switch try byte() {
        case 0:
            let script = try chunk()
            let processorTimeError = try value()
            return .start(
                ScriptStart(
                    prelude: try chunks(), values: try map(), script: script,
                    processorTimeError: processorTimeError))
        case 1: return .answer(id: try count(), try answer())
        case 2: return .cancel(try value())
        case 3:
            let memoryLimit = try count()
            return .prepare(
                ScriptPreparation(
                    prelude: try chunks(), values: try map(), memoryLimit: memoryLimit))
        case let tag: throw .badTag(tag)
        }
    }

    private mutating func map() throws(WireFailure) -> WireMap {
        guard case .map(let values) = try value() else { throw .badKey }
        return values
    }

    private mutating func effect() throws(WireFailure) -> EffectRequest {
        let id = try count()
        let task = try count()
        let source = try name()
        let line = try line()
        let owner = try count()
        let isCleanup = try byte() != 0
        let (name, arguments) = try namedValues()
        return EffectRequest(
            id: id, task: task, name: name, arguments: arguments, source: source,
            line: line, owner: owner, isCleanup: isCleanup)
    }

    private mutating func line() throws(WireFailure) -> UInt32 {
        guard let line = UInt32(exactly: try count()) else { throw .tooLarge }
        return line
    }

    private mutating func hello() throws(WireFailure) -> ScriptMessage {
        let version = try count()
        guard version == WireProtocol.version else {
            // What follows is another protocol's.
            skipRest()
            return .hello(protocol: version, missing: [])
        }
        var missing: [String] = []
        let count = try length()
        guard count <= WireProtocol.layerLimit else { throw .tooLarge }
        for _ in 0..<count { missing.append(try name()) }
        return .hello(protocol: version, missing: missing)
    }

    private mutating func namedValues() throws(WireFailure) -> (name: String, values: [WireValue]) {
        var values = try values()
        guard let name = values.first?.text else { throw .badText }
        guard name.utf8.count <= WireProtocol.nameLimit else { throw .tooLarge }
        values.removeFirst()
        return (name, values)
    }

    private mutating func answer() throws(WireFailure) -> Answer {
        switch try byte() {
        case 0: .values(try values())
        case 2: .error(try value())
        case let tag: throw .badTag(tag)
        }
    }

    private mutating func chunks() throws(WireFailure) -> [ScriptChunk] {
        let count = try length()
        var chunks: [ScriptChunk] = []
        for _ in 0..<count { chunks.append(try chunk()) }
        return chunks
    }

    private mutating func chunk() throws(WireFailure) -> ScriptChunk {
        ScriptChunk(name: try text(), source: Array(try bytes()))
    }
}
