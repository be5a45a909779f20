// swift-tools-version: 6.3;(experimentalCGen)
import PackageDescription

// `experimentalCGen` above lets the build write the C file of CompiledLexicons; without it such files are passed over.

// One list of settings for all targets: Swift 6, every unsafe step spelled out, no warning let through.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6), .strictMemorySafety(), .treatAllWarnings(as: .error), .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
    name: "undertone",
    products: [
        .library(name: "Undertone", targets: ["Undertone"]),
        .executable(name: "undertone", targets: ["UndertoneCommand"]),
    ],
    dependencies: [],
    targets: [
        .target(name: "UndertoneEngine", swiftSettings: settings),
        .executableTarget(name: "embed-lexicons", dependencies: ["UndertoneEngine"], swiftSettings: settings),
        .plugin(name: "EmbedLexicons", capability: .buildTool(), dependencies: ["embed-lexicons"], path: "Sources/EmbedLexicons"),
        .target(name: "CompiledLexicons", plugins: ["EmbedLexicons"]),
        .target(name: "Undertone", dependencies: ["CompiledLexicons", "UndertoneEngine"], swiftSettings: settings, plugins: ["EmbedLexicons"]),
        .target(name: "UndertoneFormats", dependencies: ["UndertoneEngine"], swiftSettings: settings),
        .target(name: "UndertoneBulk", dependencies: ["UndertoneFormats"], swiftSettings: settings),
        .target(name: "UndertoneHealth", dependencies: ["UndertoneFormats"], swiftSettings: settings),
        .target(
            name: "UndertonePage", dependencies: ["UndertoneHealth"],
            resources: ["page.html", "page.css", "data.js", "draw.js", "behind.js", "page.js"].map { .embedInCode("Template/" + $0) }, swiftSettings: settings),
        .target(name: "UndertoneReport", dependencies: ["UndertoneFormats"], swiftSettings: settings),
        .target(name: "UndertoneTuning", dependencies: ["UndertoneReport"], swiftSettings: settings),
        .target(name: "Flags", swiftSettings: settings),
        .executableTarget(
            name: "UndertoneCommand", dependencies: ["Undertone", "UndertoneBulk", "UndertonePage", "UndertoneTuning", "Flags"], swiftSettings: settings),
        .target(name: "TestSupport", dependencies: ["UndertoneEngine"], path: "Tests/Support", swiftSettings: settings),
        .testTarget(name: "UndertoneTests", dependencies: ["Undertone", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "FormatsTests", dependencies: ["UndertoneFormats", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "BulkTests", dependencies: ["UndertoneBulk", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "HealthTests", dependencies: ["Undertone", "UndertoneHealth", "UndertoneReport", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "PageTests", dependencies: ["Undertone", "UndertonePage", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "ReportTests", dependencies: ["UndertoneReport"], swiftSettings: settings),
        .testTarget(name: "TuningTests", dependencies: ["UndertoneTuning"], swiftSettings: settings),
        .testTarget(name: "FlagsTests", dependencies: ["Flags"], swiftSettings: settings),
        .testTarget(name: "CommandTests", dependencies: ["UndertoneCommand"], exclude: ["Golden"], swiftSettings: settings),
        .target(
            name: "FuzzProperties", dependencies: ["Undertone", "UndertoneBulk", "UndertoneHealth", "Flags", "TestSupport"], path: "Tests/Fuzz/Properties",
            swiftSettings: settings
        ),
        .testTarget(name: "FuzzTests", dependencies: ["FuzzProperties"], path: "Tests/Fuzz/Tests", swiftSettings: settings),
        .testTarget(name: "HouseTests", swiftSettings: settings),
    ]
)
