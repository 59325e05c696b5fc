#if LIBFUZZER
    import Conversations
    import Dispatch
    import Glibc
    import ScriptHost

    /// Hands each input of libFuzzer's to the stage.
    enum LibFuzzer {
        nonisolated(unsafe) private static var stage: ConversationStage?
        nonisolated(unsafe) private static var count = 0

        static func run(_ stage: ConversationStage) -> Int32 {
            self.stage = stage
            var count = CommandLine.argc
            var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? =
                CommandLine.unsafeArgv
            return runDriver(&count, &arguments) { bytes, count in
                LibFuzzer.play(Array(UnsafeBufferPointer(start: bytes, count: count)))
                return 0
            }
        }

        private static func play(_ bytes: [UInt8]) {
            guard let stage else { return }
            count += 1
            let isOrdinary = count % 256 == 0
            let done = DispatchSemaphore(value: 0)
            Task {
                do {
                    try await stage.play(bytes)
                    if isOrdinary { try await stage.playOrdinaryRun() }
                } catch { fatalError("\(error)") }
                done.signal()
            }
            done.wait()
        }
    }

    @_silgen_name("LLVMFuzzerRunDriver")
    private func runDriver(
        _ count: UnsafeMutablePointer<CInt>,
        _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
        _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
    ) -> CInt
#endif
