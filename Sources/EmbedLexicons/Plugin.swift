import Foundation
import PackagePlugin

/// Compiles lexicons/ into the library `Undertone` whenever one of its files changes.
@main
struct EmbedLexicons: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        let folder = context.package.directoryURL.appending(path: "lexicons")
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".tsv") }.sorted()
        let output = context.pluginWorkDirectoryURL.appending(path: "BuiltInLexicon.swift")
        return [
            .buildCommand(
                displayName: "Compiling lexicons", executable: try context.tool(named: "embed-lexicons").url, arguments: [folder.path, output.path],
                inputFiles: names.map { folder.appending(path: $0) }, outputFiles: [output])
        ]
    }
}
