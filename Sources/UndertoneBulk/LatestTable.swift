import UndertoneFormats

/// Where the newest version of each message stands, by its id: exports tell the same ticket again whenever it changes.
///
/// Of versions with the same time, or without one, the last in the order of the inputs counts. Ids are held as 64-bit hashes; an id costs some 60 bytes.
package struct LatestTable: Sendable {
    /// A place in the inputs of a run.
    package struct Place: Sendable, Equatable {
        package var input = 0
        /// In bytes of the input, and among the messages of one document.
        package var offset = 0, index = 0

        static func < (a: Place, b: Place) -> Bool { (a.input, a.offset, a.index) < (b.input, b.offset, b.index) }
    }

    private struct Version {
        let seconds: Int, nanoseconds: Int
        let place: Place

        static func < (a: Version, b: Version) -> Bool {
            if (a.seconds, a.nanoseconds) != (b.seconds, b.nanoseconds) { return (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds) }
            return a.place < b.place
        }
    }

    private var versions: [UInt64: Version] = [:]

    package init() {}

    /// Takes note of a version of a message; those without an id are all different.
    mutating func note(_ id: [UInt8], _ time: Timestamp?, _ place: Place) {
        if id.isEmpty { return }
        take(LatestTable.hash(id), Version(seconds: time?.seconds ?? Int.min, nanoseconds: time?.nanoseconds ?? 0, place: place))
    }

    private mutating func take(_ key: UInt64, _ version: Version) {
        if let known = versions[key], version < known { return }
        versions[key] = version
    }

    /// Takes over what another table knows.
    package mutating func merge(_ other: LatestTable) { for (key, version) in other.versions { take(key, version) } }

    /// Whether the version of a message that stands at a place is the newest.
    func holds(_ id: [UInt8], _ place: Place) -> Bool { id.isEmpty || versions[LatestTable.hash(id)].map { $0.place == place } ?? true }

    private static func hash(_ id: [UInt8]) -> UInt64 {
        // Its seed changes from run to run, so that nobody can choose ids that collide.
        var hasher = Hasher()
        for byte in SideTable.key(id[...]) { hasher.combine(byte) }
        return UInt64(truncatingIfNeeded: hasher.finalize())
    }
}
