import CConfinement
import Glibc
import ScriptVM

// The host spawns this with its own process id, the bytes of Lua heap and the nanoseconds of processor
// time as arguments, and the channel as descriptor 3. Two more are for `graphene doctor`: something to
// try, and which layers to leave out for it.
let numbers = CommandLine.arguments.dropFirst().compactMap(Int.init)
guard numbers.count == CommandLine.arguments.count - 1, [3, 5].contains(numbers.count),
    numbers[..<3].allSatisfy({ $0 > 0 })
else { exit(ExitCode.notSpawnedByHost) }
let channel = HostChannel(descriptor: 3, isPinned: true)
var limits = gconfine_limits()
limits.parent = Int32(clamping: numbers[0])
limits.channel = 3
limits.address_space = ScriptProcess.addressSpace(memoryLimit: numbers[1])
limits.processor_time = Int64(numbers[2])
if numbers.count == 5 {
    limits.without = UInt32(truncatingIfNeeded: numbers[4])
    Confinement.examine(limits, attempt: numbers[3])
}
let missing = Confinement.enter(limits)
do {
    try ScriptProcess(channel: channel, missing: missing).run()
} catch ChannelFailure.protocolBroken {
    exit(ExitCode.protocolBroken)
} catch ChannelFailure.cannotGoOn(let why) {
    _ = write(2, why, why.utf8.count)
    exit(ExitCode.cannotGoOn)
} catch {
    exit(ExitCode.hostGone)
}
