import Foundation

/// What an attack is after, and what holds it: closed lists, so that a slip in a header fails.

/// The kinds of attack, as the folders of `Attacks/` have them.
enum Family: String, CaseIterable {
    case bytecode
    case environment = "environment and metatables"
    case debug = "debug and absent names"
    case finalizers = "finalizers and closers"
    case coroutines
    case swallowedErrors = "swallowed errors"
    case patterns
    case longCalls = "long loops in C"
    case memory
    case depth = "stack depth"
    case values = "values to the host"
    case forgery
    case surroundings
    case floods
    case grants
    case liblua = "bugs of liblua"

    /// The folder its files are in.
    var folder: String { rawValue.replacing(" ", with: "_").lowercased() }
}

/// What a run promises whatever its script does.
enum Promise: String, CaseIterable {
    case processorTime = "processor time"
    case wallTime = "wall time"
    case memory
    case output
    case effects
    case modules = "isolation of modules"
    case grants = "a library gets what it was granted"
    case noForgery = "nothing is forged"
    case noAddress = "no addresses"
    case noSecret = "no secret"
    case hostUntouched = "the host's surroundings are untouched"
    case hostLives = "the host lives"
    case handlersRun = "handlers run"
    case repeatable = "a run is repeatable"
}

/// What holds an attack.
///
/// Each is removed by a patch in `Mutations/`, or is a wall.
enum Defence: String, CaseIterable {
    case kill
    case marks = "marked task"
    case memoryCap = "memory cap"
    case spareMemory = "spare memory"
    case textOnly = "text only"
    case sourceLimit = "source limit"
    case loadedNames = "names of loaded chunks"
    case absentNames = "absent names"
    case noFinalizers = "no finalizers"
    case hiddenStrings = "hidden string metatable"
    case ownEnvironments = "own environments"
    case readOnly = "read-only graphene"
    case ownRawset = "own rawset"
    case noAddresses = "text without addresses"
    case lockedHandles = "locked handles"
    case copiedFields = "fields as copies"
    case lockedErrors = "locked errors"
    case hostCodes = "codes of the host"
    case boundedClosing = "bounded closing"
    case effectToken = "effect token"
    case barriers = "yield barriers"
    case shieldedYield = "no yield out of handlers"
    case emptyRepetition = "empty repetition"
    case collectorOptions = "collector's options"
    case runClock = "the run's clock"
    case runRandomness = "the run's randomness"
    case valueDepth = "depth of values"
    case valueCycles = "cycles of values"
    case messageSize = "size of a message"
    case jsonDepth = "depth of JSON"
    case outputLimit = "output limit"
    case effectLimit = "effect limit"
    case askedSize = "size of what is asked"
    case cleanupTime = "clean-up time"
    case grantedVariables = "granted variables"
    case moduleNames = "module names"
    case beneathFolder = "beneath the folder"
    case hostArguments = "arguments checked by the host"
    case patternBudget = "patterns within a budget"
    case indexedMethods = "methods of whoever indexes"
    case ownedFunctions = "functions of one owner"
    case ownersModules = "modules of the owner"
    case hostGrants = "grants checked by the host"
    case ownProcess = "a process of its own"
    case libluaChecks = "checks of liblua"

    /// As the patch that removes it is called, without its ending.
    var fileName: String {
        rawValue.replacing("'", with: "").replacing("-", with: " ")
    }

    /// Why a defence cannot be taken away by a patch; nil for all that can.
    var wall: String? {
        switch self {
        case .ownProcess: "the script runs in a process that ends alone; there is no other build"
        case .libluaChecks: "liblua's own limits are compiled into Debian's library"
        default: nil
        }
    }
}
