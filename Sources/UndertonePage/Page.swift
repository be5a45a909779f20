import UndertoneEngine
import UndertoneFormats
import UndertoneHealth

/// A report as one HTML page that needs nothing else: no network, no files, no storage.
package struct Page {
    /// The heading, and what made the page, for its head.
    package var title = "How customers feel about the product"
    package var version = ""
    /// What to do about accounts in each stage; nothing of it is shown without.
    package var plays: PlayBook?

    package init() {}

    /// Nothing may be loaded; only the page's own style and script, told by their hashes, may be used; text cannot become markup.
    private static func policy(style: String, script: String) -> String {
        func hash(_ text: String) -> String { "'sha256-\(SHA256.base64(SHA256.hash(Array(text.utf8))))'" }
        return "default-src 'none'; script-src \(hash(script)); style-src \(hash(style)); base-uri 'none'; form-action 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'"
    }

    /// The page as UTF-8. Cost: linear in the data; about 25 bytes a message without texts.
    package func html(_ data: PageData) -> [UInt8] {
        func file(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
        let style = file(PackageResources.page_css)
        let script = [PackageResources.data_js, PackageResources.draw_js, PackageResources.behind_js, PackageResources.page_js].map(file).joined(
            separator: "\n")
        let markup = PageMarkup(figures: PageFigures(data: data), plays: plays)
        var page: [UInt8] = []
        // The template is divided at its places, so nothing that is put in is looked at again.
        var rest = file(PackageResources.page_html)[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            page += Array(rest[..<open.lowerBound].utf8)
            switch rest[open.upperBound..<close.lowerBound] {
            case "policy": page += Array(Page.policy(style: style, script: script).utf8)
            case "style": page += Array(style.utf8)
            case "script": page += Array(script.utf8)
            case "data": page += PagePacker.json(data)
            case "title": page += Array(PageMarkup.escaped(VisibleText.line(title)).utf8)
            case "version": page += Array(PageMarkup.escaped(version).utf8)
            case "scope": page += Array(scope(data).utf8)
            case "privacy":
                page += Array((data.hasTexts ? "This page holds the texts of messages; treat it like them." : "No text of a message is in this page.").utf8)
            case let name: page += Array((markup.part(String(name)) ?? "").utf8)
            }
            rest = rest[close.upperBound...]
        }
        return page + Array(rest.utf8)
    }

    private func scope(_ data: PageData) -> String {
        let days = data.messages.lazy.map(\.day).filter { $0 > 0 }
        let span = days.min().map { "\(PageFigures.date($0)) to \(PageFigures.date(data.lastDay))" } ?? "no dates"
        let counts = [("account", data.accounts.count), ("person", data.people.count), ("message", data.messages.count)].map { name, count in
            PageFigures.count(count) + " " + (count == 1 ? name : name == "person" ? "people" : name + "s")
        }
        return PageMarkup.escaped("\(span) · " + counts.joined(separator: " · "))
    }
}
