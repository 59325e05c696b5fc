import CConfinement
import Glibc
import ScriptVM

// The host spawns this with its own process id as argument and the socket as descriptor 3.
guard CommandLine.arguments.count == 2, let host = Int32(CommandLine.arguments[1]),
    gconfine_die_with_parent(host) == 0
else { exit(ExitCode.notSpawnedByHost) }
let process = ScriptProcess(channel: HostChannel(descriptor: 3, isPinned: true))
do {
    try process.run()
} catch ChannelFailure.protocolBroken {
    exit(ExitCode.protocolBroken)
} catch {
    exit(ExitCode.hostGone)
}
