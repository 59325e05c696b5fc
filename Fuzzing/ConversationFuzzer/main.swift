import Conversations
import Glibc
import ScriptHost

// Plays hostile conversations for some time; built with libFuzzer, for as long as that says.
let own = ScriptHost.scriptProcessPath()
let peer = String(own[..<(own.lastIndex(of: "/") ?? own.startIndex)]) + "/hostile-peer"
do {
    let stage = try ConversationStage(peer: peer, scriptProcess: own)
    #if LIBFUZZER
        exit(LibFuzzer.run(stage))
    #else
        let options = try Options(CommandLine.arguments.dropFirst())
        var fuzzer = try RandomFuzzer(stage, options)
        try await fuzzer.run()
    #endif
} catch {
    print("conversation-fuzzer: \(error)")
    exit(1)
}
