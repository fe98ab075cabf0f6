// swift-tools-version: 6.2
import PackageDescription

// FUZZ_SANITIZE=address looks for what is read or freed wrongly, and for leaks, in libyaml's layer too.
let sanitizer = Context.environment["FUZZ_SANITIZE"].map { ["-sanitize=\($0)"] } ?? []

// A package of its own: everything in it is built with libFuzzer's counters. `Shared` is a link to the sources beside it.
let package = Package(
    name: "showcaller-fuzzing",
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.8.1"),
    ],
    targets: [
        .systemLibrary(name: "CLibYAML", path: "Shared/CLibYAML", pkgConfig: "yaml-0.1"),
        .target(name: "MarkedYAML", dependencies: ["CLibYAML"], path: "Shared/MarkedYAML"),
        .target(name: "ShowTime", path: "Shared/ShowTime"),
        .target(name: "JSONText", dependencies: ["ShowTime"], path: "Shared/JSONText"),
        .target(name: "Pacing", dependencies: ["ShowTime"], path: "Shared/Pacing"),
        .target(name: "Templates", dependencies: ["ShowTime"], path: "Shared/Templates"),
        .target(
            name: "Timelines", dependencies: ["JSONText", "MarkedYAML", "Pacing", "ShowTime", "Templates"],
            path: "Shared/Timelines"),
        .target(
            name: "RunSheets", dependencies: ["MarkedYAML", "ShowTime", "Timelines"], path: "Shared/RunSheets"),
        .target(
            name: "Scheduling",
            dependencies: [
                "Pacing", "ShowTime", "Templates", "Timelines",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HeapModule", package: "swift-collections"),
            ],
            path: "Shared/Scheduling"),
        .target(
            name: "RunLog",
            dependencies: [
                "JSONText", "Scheduling", "ShowTime", "Timelines",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Shared/RunLog"),
        // Of modules with a network, what reads bytes.
        .target(
            name: "Answers", dependencies: ["JSONText", "Scheduling"], path: "Shared/ZegoAPI/Answers",
            sources: ["Answer.swift", "ReturnCode.swift"]),
        .target(
            name: "Faults", dependencies: ["ShowTime"], path: "Shared/ZegoSimulator",
            sources: [
                "API/Identifier.swift", "API/ReturnCode.swift", "Faults/Fault.swift", "Faults/Fault+Parsing.swift",
                "Faults/StringProtocol+Digits.swift",
            ]),
        .target(
            name: "ControlAPI", dependencies: ["JSONText", "RunLog", "Scheduling", "ShowTime", "Timelines"],
            path: "Shared/ControlAPI", resources: [.embedInCode("openapi.yaml")]),
        .target(
            name: "ControlRequests", dependencies: ["ControlAPI", "Scheduling", "ShowTime", "Timelines"],
            path: "Shared/ShowRuntime/Control",
            sources: ["ControlRequest.swift", "WrittenCommand.swift"]),
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "Answers", "ControlAPI", "ControlRequests", "Faults", "MarkedYAML", "RunLog", "RunSheets", "Scheduling",
                "ShowTime", "Templates", "Timelines",
            ],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"] + sanitizer)]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"] + sanitizer),
        // Swift 6.3.1 crashes on the entry of libFuzzer otherwise.
        .swiftLanguageMode(target.name == "Fuzz" ? .v5 : .v6),
    ]
}
