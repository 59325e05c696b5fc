import ArgumentParser
import Diagnostics
import Glibc

// Before anything else: the secret must not stay where other processes can read it.
let surroundings = CommandLineEntry.takeSurroundings()
await CommandLineEntry.run(Array(CommandLine.arguments.dropFirst()))
