// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds Showcaller pays for it. `Shared` is a link to the sources beside it.
let package = Package(
    name: "showcaller-benchmarks",
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
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
            name: "Scheduling",
            dependencies: [
                "Pacing", "ShowTime", "Templates", "Timelines",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HeapModule", package: "swift-collections"),
            ],
            path: "Shared/Scheduling"),
        // Has the virtual driver among its own sources, by another link: generic code is specialised only within its own module.
        .executableTarget(
            name: "EngineInVirtualTime",
            dependencies: [
                "MarkedYAML", "Scheduling", "ShowTime", "Timelines",
                .product(name: "HeapModule", package: "swift-collections"),
            ]),
        .executableTarget(
            name: "BareHTTPLoop",
            dependencies: [.product(name: "AsyncHTTPClient", package: "async-http-client")]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
}
