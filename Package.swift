// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "graphene",
    products: [
        .executable(name: "graphene", targets: ["graphene"]),
        .executable(name: "graphene-vm", targets: ["graphene-vm"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        // Without its traits it needs none of Foundation's formatters, nor their tables of languages.
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        // The script process. Nothing here may import Foundation or know the cloud.
        .target(
            name: "CLuaBridge",
            linkerSettings: [
                .linkedLibrary(":liblua5.4.a"), .linkedLibrary("m"), .linkedLibrary("dl"),
            ]),
        .target(name: "CConfinement"),
        .target(name: "CLinux"),
        .target(
            name: "CLineEditor",
            linkerSettings: [
                .linkedLibrary(":libedit.a"), .linkedLibrary(":libbsd.a"),
                .linkedLibrary(":libmd.a"), .linkedLibrary(":libtinfo.a"),
            ]),
        .target(name: "LuaRuntime", dependencies: ["CLuaBridge"]),
        .target(name: "ScriptWire"),
        .target(name: "ScriptVM", dependencies: ["CLuaBridge", "LuaRuntime", "ScriptWire"]),
        .executableTarget(
            name: "graphene-vm", dependencies: ["CConfinement", "ScriptVM"],
            exclude: ["first.symbols"],
            // Static: it starts in under a millisecond and needs no files once it runs.
            // The wrapped `time` is what liblua seeds its string hash from (see `state.c`).
            // A released one has Lua's interpreter in front: where else it lies changes with every line of
            // ours, and with it its place in the processor's caches, which makes a tenth of its speed.
            linkerSettings: [
                .unsafeFlags(["-static-executable", "-Xlinker", "--wrap=time"]),
                .unsafeFlags(
                    [
                        "-use-ld=lld", "-Xlinker",
                        "--symbol-ordering-file=\(Context.packageDirectory)/Sources/graphene-vm/first.symbols",
                    ], .when(configuration: .release)),
            ]),

        // The host.
        .target(name: "Diagnostics", dependencies: ["CLinux"]),
        .target(name: "Timekeeping"),
        .target(name: "JSONDocument"),
        .target(name: "LuaSyntax"),
        .target(
            name: "RunLoop",
            dependencies: [
                "CLinux", "Timekeeping",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HeapModule", package: "swift-collections"),
            ]),
        .target(
            name: "CloudClient",
            dependencies: [
                "Diagnostics", "JSONDocument", "Timekeeping",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .target(
            name: "CloudSimulator",
            dependencies: [
                "Diagnostics", "JSONDocument", "Timekeeping",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .target(
            name: "Probe",
            dependencies: [
                "Timekeeping",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
            ]),
        // The Lua files of ScriptAPI, compiled while the package is built.
        .plugin(
            name: "CompilePrelude", capability: .buildTool(), dependencies: ["prelude-compiler"]),
        .executableTarget(
            name: "prelude-compiler",
            linkerSettings: [
                .linkedLibrary(":liblua5.4.a"), .linkedLibrary("m"), .linkedLibrary("dl"),
            ]),
        .target(
            name: "ScriptAPI",
            dependencies: [
                "CloudClient", "Diagnostics", "JSONDocument", "Probe", "ScriptWire", "Timekeeping",
                .product(name: "Crypto", package: "swift-crypto"),
            ], exclude: ["Prelude", "Session", "Testing"], plugins: ["CompilePrelude"]),
        .target(
            name: "ScriptCheck",
            dependencies: [
                "Diagnostics", "JSONDocument", "LuaSyntax", "ScriptAPI", "Timekeeping",
            ]),
        .target(
            name: "TOMLDocument",
            dependencies: ["Diagnostics", .product(name: "TOMLKit", package: "TOMLKit")]),
        .target(
            name: "AccountConfiguration",
            dependencies: [
                "CLinux", "CloudClient", "Diagnostics", "JSONDocument", "TOMLDocument",
                "Timekeeping",
            ]),
        // Libraries that scripts share: what they are, where they come from, whether they are whole.
        .target(
            name: "ScriptLibrary",
            dependencies: [
                "CLinux", "Diagnostics", "ScriptAPI", "TOMLDocument", "Timekeeping",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(
            name: "ScriptHost",
            dependencies: [
                "AccountConfiguration", "CConfinement", "CLinux", "CloudClient", "CloudSimulator",
                "Diagnostics", "JSONDocument", "RunLoop", "ScriptAPI", "ScriptWire",
                "TOMLDocument", "Timekeeping",
            ]),
        // An account's real answers beside what is assumed of them.
        .target(
            name: "WireContract",
            dependencies: ["CloudClient", "CloudSimulator", "Diagnostics", "JSONDocument"]),
        .target(
            name: "RunRecord",
            dependencies: [
                "CLinux", "CloudClient", "Diagnostics", "JSONDocument", "ScriptAPI", "ScriptHost",
                "ScriptWire", "Timekeeping",
            ]),
        .target(
            name: "REPL",
            dependencies: [
                "AccountConfiguration", "CLineEditor", "CLinux", "Diagnostics", "LuaSyntax",
                "ScriptAPI", "ScriptHost",
            ]),
        .executableTarget(
            name: "graphene",
            dependencies: [
                "AccountConfiguration", "CConfinement", "CLinux", "CloudClient", "CloudSimulator",
                "Diagnostics", "JSONDocument", "LuaSyntax", "Probe", "REPL", "RunLoop",
                "RunRecord", "ScriptAPI", "ScriptCheck", "ScriptHost", "ScriptLibrary",
                "TOMLDocument",
                "Timekeeping", "WireContract",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            // A released one exports nothing, packs its relocations, and leaves out all of Foundation but
            // its Essentials: names that are never looked up, and megabytes that are read once, take time
            // at each start. Only one generic function that both hold would come from there, and with it
            // 43 MB; what needs more of it is told by the linker.
            linkerSettings: [
                .unsafeFlags(
                    [
                        "-use-ld=lld", "-Xlinker", "--no-export-dynamic", "-Xlinker", "-z",
                        "-Xlinker", "pack-relative-relocs",
                        "-Xlinker", "--remap-inputs=*/libFoundation.a=/dev/null",
                        "-Xclang-linker", "-static-libgcc",
                    ], .when(configuration: .release))
            ]),

        // For `make bench`: a Swift closure called from Lua, to set an effect beside it.
        .executableTarget(
            name: "closure-benchmark", dependencies: ["LuaRuntime"], path: "Benchmarks/ClosureCall"),

        // For `make fuzz` and the tests: what a hostile script process may say, and one that says it.
        .executableTarget(name: "hostile-peer", path: "Fuzzing/HostilePeer"),
        .target(
            name: "Conversations",
            dependencies: [
                "AccountConfiguration", "CloudClient", "CloudSimulator", "Diagnostics",
                "JSONDocument", "RunLoop", "RunRecord", "ScriptAPI", "ScriptHost", "ScriptWire",
                "TOMLDocument", "Timekeeping",
            ], path: "Fuzzing/Conversations"),
        .executableTarget(
            name: "conversation-fuzzer", dependencies: ["Conversations", "ScriptHost"],
            path: "Fuzzing/ConversationFuzzer"),

        // And from the spawning of a script process to its script's first line.
        .executableTarget(
            name: "first-line-benchmark",
            dependencies: [
                "CloudClient", "CloudSimulator", "RunLoop", "ScriptAPI", "ScriptHost",
                "Timekeeping",
            ], path: "Benchmarks/FirstLine"),

        .testTarget(name: "LuaRuntimeTests", dependencies: ["LuaRuntime"]),
        .testTarget(name: "ScriptWireTests", dependencies: ["ScriptWire"]),
        .testTarget(name: "ScriptVMTests", dependencies: ["ScriptVM", "ScriptWire"]),
        .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"]),
        .testTarget(name: "TimekeepingTests", dependencies: ["Timekeeping"]),
        .testTarget(name: "JSONDocumentTests", dependencies: ["JSONDocument"]),
        .testTarget(name: "LuaSyntaxTests", dependencies: ["LuaSyntax"]),
        .testTarget(
            name: "REPLTests",
            dependencies: ["AccountConfiguration", "Diagnostics", "REPL", "ScriptHost"]),
        .testTarget(name: "RunLoopTests", dependencies: ["RunLoop", "Timekeeping"]),
        .testTarget(
            name: "CloudClientTests",
            dependencies: [
                "CloudClient", "CloudSimulator", "Diagnostics", "JSONDocument", "RunLoop",
                "ScriptHost", "SimulatedCloud", "Timekeeping",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ], exclude: ["Fixtures"]),
        .testTarget(
            name: "CloudSimulatorTests",
            dependencies: ["CloudSimulator", "Diagnostics", "JSONDocument", "Timekeeping"]),
        .testTarget(
            name: "ScriptAPITests",
            dependencies: [
                "CloudClient", "CloudSimulator", "Diagnostics", "JSONDocument", "ScriptAPI",
                "ScriptWire", "Timekeeping",
            ], exclude: ["Golden"]),
        .testTarget(
            name: "ScriptCheckTests",
            dependencies: ["JSONDocument", "LuaSyntax", "ScriptAPI", "ScriptCheck"],
            exclude: ["Golden"]),
        .testTarget(
            name: "AccountConfigurationTests",
            dependencies: [
                "AccountConfiguration", "CloudClient", "Diagnostics", "TOMLDocument",
            ]),
        .testTarget(name: "TOMLDocumentTests", dependencies: ["Diagnostics", "TOMLDocument"]),
        .testTarget(
            name: "ScriptLibraryTests",
            dependencies: [
                "CLinux", "Diagnostics", "ScriptAPI", "ScriptLibrary", "TOMLDocument",
                "Timekeeping", "library-keeper",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        // Stores libraries, for tests that kill it on the way.
        .executableTarget(
            name: "library-keeper", dependencies: ["ScriptLibrary"], path: "Tests/LibraryKeeper"),
        .testTarget(
            name: "ScriptHostTests",
            dependencies: [
                "CloudClient", "AccountConfiguration", "CloudSimulator", "Conversations",
                "Diagnostics", "JSONDocument", "RunLoop", "ScriptAPI", "ScriptHost", "ScriptWire",
                "SimulatedCloud", "TOMLDocument", "Timekeeping", "hostile-peer",
            ], exclude: ["Cases", "Fixtures"]),
        // Scripts that try to break out; `make mutate` removes what holds them.
        .testTarget(
            name: "AttackTests",
            dependencies: [
                "CloudClient", "CloudSimulator", "Diagnostics", "JSONDocument", "RunLoop",
                "ScriptAPI", "ScriptHost", "SimulatedCloud", "Timekeeping",
            ], exclude: ["Attacks", "Fixtures", "Mutations", "mutate"]),
        .testTarget(
            name: "RunRecordTests",
            dependencies: [
                "CloudClient", "CloudSimulator", "Diagnostics", "JSONDocument", "RunLoop",
                "RunRecord", "ScriptAPI", "ScriptHost", "SimulatedCloud", "Timekeeping",
            ]),
        .testTarget(
            name: "ProbeTests",
            dependencies: [
                "Probe", "RunLoop", "Timekeeping",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ], exclude: ["Fixtures"]),
        // A running simulator, a client and a clock, for tests.
        .target(
            name: "SimulatedCloud",
            dependencies: [
                "CloudClient", "AccountConfiguration", "CloudSimulator", "Diagnostics",
                "JSONDocument", "Probe", "RunLoop",
                "ScriptAPI", "ScriptHost", "Timekeeping",
            ], path: "Tests/SimulatedCloud"),
        .testTarget(
            name: "WireContractTests",
            dependencies: [
                "CloudClient", "CloudSimulator", "JSONDocument", "SimulatedCloud", "WireContract",
            ]),
        .testTarget(
            name: "ScriptTests",
            dependencies: [
                "AccountConfiguration", "CloudSimulator", "Diagnostics", "JSONDocument",
                "ScriptAPI", "ScriptHost",
                "SimulatedCloud", "Timekeeping",
            ]),
        // A kernel that lacks something, for tests.
        .executableTarget(name: "without-call", path: "Tests/WithoutCall"),
        .testTarget(
            name: "CommandTests", dependencies: ["CLinux", "JSONDocument", "without-call"],
            exclude: ["Golden"]),
    ],
    swiftLanguageModes: [.v6]
)

// `GRAPHENE_ONLY=script-process` leaves the script process and its tests: what runs under
// AddressSanitizer, without building the network stack for it. A sanitizer is not linked statically.
if Context.environment["GRAPHENE_ONLY"] == "script-process" {
    let kept: Set = [
        "CLuaBridge", "CConfinement", "LuaRuntime", "LuaSyntax", "ScriptWire", "ScriptVM",
        "graphene-vm", "LuaRuntimeTests", "LuaSyntaxTests", "ScriptWireTests", "ScriptVMTests",
    ]
    package.targets.removeAll { !kept.contains($0.name) }
    package.products = []
    package.dependencies = []
    for target in package.targets where target.name == "graphene-vm" {
        target.linkerSettings = [.unsafeFlags(["-Xlinker", "--wrap=time"])]
    }
}

// `GRAPHENE_ONLY=threads` leaves the host's loop, its runs and their tests: what runs under
// ThreadSanitizer, beside the script process of an ordinary build.
if Context.environment["GRAPHENE_ONLY"] == "threads" {
    let kept: Set = ["RunLoopTests", "ScriptHostTests"]
    package.targets.removeAll { target in
        target.type == .test && !kept.contains(target.name)
            || ["graphene", "graphene-vm", "closure-benchmark"].contains(target.name)
    }
    package.products = []
}

// `GRAPHENE_ONLY=attacks` leaves the attacks alone of all tests, for many builds in a row.
if Context.environment["GRAPHENE_ONLY"] == "attacks" {
    package.targets.removeAll { $0.type == .test && $0.name != "AttackTests" }
}

for target in package.targets where target.type != .plugin {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
    ]
}

// `GRAPHENE_FUZZ`, the path of libFuzzer's archive without a `main`, lets `conversation-fuzzer` follow
// what its inputs reach: `Fuzzing/fuzz conversations --coverage`.
if let archive = Context.environment["GRAPHENE_FUZZ"] {
    let followed: Set = [
        "CloudClient", "JSONDocument", "RunRecord", "ScriptAPI", "ScriptHost", "ScriptWire",
    ]
    for target in package.targets where followed.contains(target.name) {
        target.swiftSettings? += [.unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"])]
    }
    for target in package.targets where target.name == "conversation-fuzzer" {
        target.swiftSettings? += [.define("LIBFUZZER")]
        target.linkerSettings = [.unsafeFlags([archive, "-lstdc++"])]
    }
}
