import Foundation
import PackagePlugin

/// Carries lexicons/ into the package whenever one of its files changes: the compiled form into `CompiledLexicons`, the files themselves into `Undertone`.
@main
struct EmbedLexicons: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        let folder = context.package.directoryURL.appending(path: "lexicons")
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".tsv") }.sorted()
        let output = context.pluginWorkDirectoryURL.appending(path: target.name == "CompiledLexicons" ? "CompiledLexicons.c" : "BuiltInFiles.swift")
        return [
            .buildCommand(
                displayName: "Embedding lexicons in \(target.name)", executable: try context.tool(named: "embed-lexicons").url,
                arguments: [folder.path, output.path], inputFiles: names.map { folder.appending(path: $0) }, outputFiles: [output])
        ]
    }
}
