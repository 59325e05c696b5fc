import RunLoop
import Synchronization
import Testing
import Timekeeping

struct RunLoopTests {
    private let start = Instant(secondsSince1970: 1_000_000)

    @Test func `a day of virtual time passes at once and in order`() async {
        let order = await RunLoop.run(in: .virtual(startingAt: start)) { loop in
            let seen = Turns<String>()
            await withTaskGroup(of: Void.self) { group in
                for (name, delay) in [("c", 86_400), ("a", 1), ("b", 60), ("a2", 1)] {
                    group.addTask {
                        try? await loop.sleep(for: .seconds(delay))
                        let elapsed = (loop.now - Instant(secondsSince1970: 1_000_000)).inSeconds
                        seen.append("\(name)@\(Int(elapsed))")
                    }
                }
            }
            return seen.all
        }

        #expect(order == ["a@1", "a2@1", "b@60", "c@86400"])
    }

    @Test func `a thousand tasks of ten sleeps take the same turns in every run`() async {
        func turns() async -> [Int] {
            await RunLoop.run(in: .virtual(startingAt: start)) { loop in
                let seen = Turns<Int>()
                await withTaskGroup(of: Void.self) { group in
                    for task in 0..<1_000 {
                        group.addTask {
                            for turn in 0..<10 {
                                try? await loop.sleep(for: .milliseconds(task * 7919 % 97 + turn))
                                seen.append(task)
                            }
                        }
                    }
                }
                return seen.all
            }
        }

        let first = await turns()

        #expect(first.count == 10_000)
        #expect(await turns() == first)
    }

    @Test func `what waits for the turn's end runs once, after every job and before time moves`()
        async
    {
        let seen = await RunLoop.run(in: .virtual(startingAt: start)) { loop in
            let seen = Turns<String>()
            loop.atTurnEnd { seen.append("end of the turn") }
            await withTaskGroup(of: Void.self) { group in
                for number in 1...2 {
                    group.addTask {
                        seen.append("job \(number)")
                        try? await loop.sleep(for: .seconds(number))
                        seen.append("second \(number)")
                    }
                }
            }
            return seen.all
        }

        #expect(seen == ["job 1", "job 2", "end of the turn", "second 1", "second 2"])
    }

    @Test func `a cancelled sleep ends at once and time stays where it was`() async {
        let (wasCancelled, elapsed) = await RunLoop.run(in: .virtual(startingAt: start)) { loop in
            let begin = loop.now
            let sleeper = Task { () -> Bool in
                do {
                    try await loop.sleep(for: .hours(1))
                    return false
                } catch { return true }
            }
            sleeper.cancel()
            return (await sleeper.value, loop.now - begin)
        }

        #expect(wasCancelled)
        #expect(elapsed == .zero)
    }

    @Test func `real time is waited for`() async {
        let elapsed = await RunLoop.run(in: .real) { loop in
            let begin = loop.now
            try? await loop.sleep(for: .milliseconds(20))
            return loop.now - begin
        }

        #expect(elapsed >= .milliseconds(20))
    }
}

private final class Turns<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])
    var all: [Element] { elements.withLock { $0 } }
    func append(_ element: Element) { elements.withLock { $0.append(element) } }
}
