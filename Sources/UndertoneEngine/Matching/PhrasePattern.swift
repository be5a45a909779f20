/// A phrase in the pattern language of `lexicons/README.md`, taken apart.
package indirect enum PhraseNode: Hashable, Sendable {
    /// One word out of several, given by their folded bytes as text.
    case words([String])
    /// Any word that begins so.
    case prefix(String)
    /// One of some signs or kinds of tokens.
    case signs([WordID])
    /// Any one word.
    case any
    case sequence([PhraseNode])
    case choice([PhraseNode])
    case optional(PhraseNode)
}

/// A whole phrase: pieces that stand next to one another, with gaps of up to so many words between them.
package struct PhrasePattern: Hashable, Sendable {
    package let pieces: [PhraseNode]
    /// The widest gap before each piece but the first.
    package let gaps: [Int]
}

extension PhraseNode {
    /// The most words that the node can match.
    package var longest: Int {
        switch self {
        case .words, .prefix, .signs, .any: 1
        case .sequence(let nodes): nodes.reduce(0) { $0 + $1.longest }
        case .choice(let nodes): nodes.map(\.longest).max() ?? 0
        case .optional(let node): node.longest
        }
    }

    /// The fewest words that the node can match.
    package var shortest: Int {
        switch self {
        case .words, .prefix, .signs, .any: 1
        case .sequence(let nodes): nodes.reduce(0) { $0 + $1.shortest }
        case .choice(let nodes): nodes.map(\.shortest).min() ?? 0
        case .optional: 0
        }
    }

    /// How many words and signs stand in the node.
    package var size: Int {
        switch self {
        case .words(let words): words.count
        case .prefix, .signs, .any: 1
        case .sequence(let nodes), .choice(let nodes): nodes.reduce(0) { $0 + $1.size }
        case .optional(let node): node.size
        }
    }

    /// Calls a closure with every word and word beginning in the node.
    package func forEachWord(_ word: (String) -> Void, prefix: (String) -> Void) {
        switch self {
        case .words(let words): words.forEach(word)
        case .prefix(let beginning): prefix(beginning)
        case .signs, .any: break
        case .sequence(let nodes), .choice(let nodes): for node in nodes { node.forEachWord(word, prefix: prefix) }
        case .optional(let node): node.forEachWord(word, prefix: prefix)
        }
    }
}
