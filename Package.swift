// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "showcaller",
    products: [
        .executable(name: "showcaller", targets: ["ShowcallerCLI"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.8.1"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift.git", from: "0.2.0"),
        // Its FullFoundation trait would link 40 MB of ICU into the simulator.
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        // MARK: The pure core: no clock, no I/O, no tasks.
        .systemLibrary(
            name: "CLibYAML",
            pkgConfig: "yaml-0.1",
            providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]
        ),
        .target(name: "MarkedYAML", dependencies: ["CLibYAML"]),
        .target(name: "ShowTime"),
        .target(name: "JSONText", dependencies: ["ShowTime"]),
        .target(name: "Pacing", dependencies: ["ShowTime"]),
        .target(name: "Templates", dependencies: ["ShowTime"]),
        .target(
            name: "Timelines", dependencies: ["JSONText", "MarkedYAML", "Pacing", "ShowTime", "Templates"]),
        .target(name: "RunSheets", dependencies: ["MarkedYAML", "ShowTime", "Timelines"]),
        .target(
            name: "Scheduling",
            dependencies: [
                "Pacing", "ShowTime", "Templates", "Timelines",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HeapModule", package: "swift-collections"),
            ]
        ),
        .target(
            name: "Rehearsing",
            dependencies: [
                "MarkedYAML", "Pacing", "Scheduling", "ShowTime", "Templates", "Timelines",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HeapModule", package: "swift-collections"),
            ]
        ),
        .target(
            name: "Reporting",
            dependencies: [
                "Pacing", "Rehearsing", "Scheduling", "ShowTime", "Timelines",
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ]
        ),

        // MARK: The shell: files, sockets, the clock.
        .target(
            name: "RunLog",
            dependencies: [
                "JSONText", "Scheduling", "ShowTime", "Timelines",
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .target(
            name: "ControlAPI", dependencies: ["JSONText", "RunLog", "Scheduling", "ShowTime", "Timelines"],
            resources: [.embedInCode("openapi.yaml")]),
        .target(name: "CProcess"),
        .target(
            name: "HostSystem",
            dependencies: ["CProcess", "ShowTime", .product(name: "SystemPackage", package: "swift-system")]
        ),
        .target(
            name: "ZegoAPI",
            dependencies: [
                "JSONText", "Reporting", "Scheduling", "ShowTime", "Timelines",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),
        .target(
            name: "ZegoSimulator",
            dependencies: [
                "HostSystem", "ShowTime",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        // The page for browsers, as files that lie in the program: edited as what they are, built in as bytes.
        .target(name: "ControlPage", resources: [.embedInCode("Files")]),
        .target(
            name: "ShowRuntime",
            dependencies: [
                "ControlAPI", "HostSystem", "JSONText", "MarkedYAML", "Pacing", "Rehearsing", "Reporting", "RunLog",
                "Scheduling", "ShowTime", "Timelines", "ZegoAPI", "ZegoSimulator",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),
        .executableTarget(
            name: "ShowcallerCLI",
            dependencies: [
                "ControlAPI", "ControlPage", "HostSystem", "JSONText", "MarkedYAML", "Rehearsing", "Reporting",
                "RunLog", "RunSheets",
                "Scheduling", "ShowRuntime", "ShowTime", "Timelines", "ZegoAPI", "ZegoSimulator",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),

        // MARK: Tests
        .target(
            name: "TestSupport",
            dependencies: ["MarkedYAML", "Rehearsing", "RunLog", "Scheduling", "ShowTime", "Timelines"],
            path: "Tests/TestSupport"
        ),
        .testTarget(name: "ShowTimeTests", dependencies: ["ShowTime"]),
        .testTarget(name: "JSONTextTests", dependencies: ["JSONText", "ShowTime"]),
        .testTarget(name: "MarkedYAMLTests", dependencies: ["MarkedYAML"]),
        .testTarget(name: "TemplatesTests", dependencies: ["ShowTime", "Templates"]),
        .testTarget(
            name: "TimelinesTests", dependencies: ["MarkedYAML", "ShowTime", "Templates", "Timelines"]),
        .testTarget(
            name: "RunSheetsTests", dependencies: ["MarkedYAML", "RunSheets", "ShowTime", "Timelines"]),
        .testTarget(name: "PacingTests", dependencies: ["Pacing", "ShowTime"]),
        .testTarget(
            name: "SchedulingTests",
            dependencies: [
                "MarkedYAML", "Pacing", "Rehearsing", "RunLog", "Scheduling", "ShowTime", "TestSupport", "Timelines",
            ]
        ),
        .testTarget(
            name: "RunLogTests",
            dependencies: ["MarkedYAML", "RunLog", "Scheduling", "ShowTime", "TestSupport", "Timelines"]),
        .testTarget(
            name: "RehearsingTests",
            dependencies: [
                "MarkedYAML", "Rehearsing", "RunLog", "Scheduling", "ShowTime", "TestSupport", "Timelines",
            ]
        ),
        .testTarget(
            name: "ReportingTests",
            dependencies: [
                "MarkedYAML", "Rehearsing", "Reporting", "RunLog", "Scheduling", "ShowTime", "TestSupport", "Timelines",
            ]
        ),
        .testTarget(
            name: "ControlAPITests",
            dependencies: ["ControlAPI", "JSONText", "RunLog", "Scheduling", "ShowTime", "TestSupport", "Timelines"]),
        .testTarget(
            name: "ZegoAPITests",
            dependencies: [
                "HostSystem", "Reporting", "Scheduling", "ShowTime", "TestSupport", "Timelines", "ZegoAPI",
                "ZegoSimulator",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),
        .testTarget(
            name: "ZegoSimulatorTests",
            dependencies: [
                "HostSystem", "ShowTime", "ZegoSimulator",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .testTarget(name: "ControlPageTests", dependencies: ["ControlPage"]),
        .testTarget(
            name: "ShowRuntimeTests",
            dependencies: [
                "CProcess", "ControlAPI", "HostSystem", "JSONText", "MarkedYAML", "Rehearsing", "Reporting", "RunLog",
                "Scheduling", "ShowRuntime", "ShowTime", "TestSupport", "Timelines", "ZegoAPI", "ZegoSimulator",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .testTarget(
            name: "ShowcallerCLITests",
            dependencies: [
                "HostSystem", "MarkedYAML", "Rehearsing", "Scheduling", "ShowRuntime", "ShowTime", "ShowcallerCLI",
                "TestSupport", "Timelines", "ZegoSimulator",
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            exclude: ["Golden"]
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
    ]
}

// SHOWCALLER_SANITIZE=thread: `import Synchronization` means locks that ThreadSanitizer sees.
if Context.environment["SHOWCALLER_SANITIZE"] == "thread" {
    for target in package.targets where target.type != .system {
        target.dependencies.append("VisibleLocks")
        target.swiftSettings?.append(.unsafeFlags(["-module-alias", "Synchronization=VisibleLocks"]))
    }
    package.targets.insert(.target(name: "VisibleLocks", path: "Tests/Sanitizers/VisibleLocks"), at: 0)
}

// SHOWCALLER_SANITIZE=address: what the search for leaks cannot know about Swift.
if Context.environment["SHOWCALLER_SANITIZE"] == "address" {
    for target in package.targets where target.type == .test || target.type == .executable {
        target.dependencies.append("FalseLeaks")
    }
    package.targets.insert(.target(name: "FalseLeaks", path: "Tests/Sanitizers/FalseLeaks"), at: 0)
}

// SHOWCALLER_ONLY=SchedulingTests builds what that target needs, and nothing else: the engine alone in half a minute.
if let only = Context.environment["SHOWCALLER_ONLY"] {
    var needed: Set<String> = [only]
    var products: Set<String> = []
    for target in package.targets.reversed() where needed.contains(target.name) {
        for dependency in target.dependencies {
            switch dependency {
            case .byNameItem(let name, _), .targetItem(let name, _): needed.insert(name)
            case .productItem(_, let package, _, _): products.insert(package ?? "")
            @unknown default: break
            }
        }
    }
    package.targets = package.targets.filter { needed.contains($0.name) }
    // The tests of the tool start what is built as its product.
    if !needed.contains("ShowcallerCLI") { package.products = [] }
    package.dependencies = package.dependencies.filter { dependency in
        guard case .sourceControl(_, let location, _) = dependency.kind else { return true }
        return products.contains { location.hasSuffix("/\($0).git") }
    }
}
