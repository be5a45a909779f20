/// The candidate that a mistyped word most likely means: at most two edits away, a swap of neighbours counting as one.
///
/// The distance is the optimal string alignment of Damerau (1964); cost is the product of the lengths for each candidate.
/// - Returns: the nearest candidate, the first in alphabetical order among equals, or nil.
package func nearest(_ word: String, _ candidates: [String]) -> String? {
    var best: (distance: Int, candidate: String)?
    for candidate in candidates.sorted() {
        let distance = editDistance(Array(word.utf8), Array(candidate.utf8))
        if distance <= 2 && distance < candidate.utf8.count && distance < best?.distance ?? 3 { best = (distance, candidate) }
    }
    return best?.candidate
}

private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    if abs(a.count - b.count) > 2 { return 3 }
    var rows = [Array(0...b.count)]
    for i in a.indices {
        var row = [i + 1]
        for j in b.indices {
            var cost = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, rows[i - 1][j - 1] + 1) }
            row.append(cost)
        }
        rows.append(row)
    }
    return rows[a.count][b.count]
}
