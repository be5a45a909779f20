import UndertoneEngine
import UndertoneFormats

// Documents that are longer than allowed: their messages are given away piece by piece.
extension BatchReader {
    /// Begins with the first record that is too long; what stands before it is given away first.
    /// - Parameter border: where the complete records end.
    /// - Returns: nil if no record is too long, or if its division has begun.
    mutating func divide(_ border: Int) -> Batch? {
        var start = 0
        while let piece = splitter.record(rest.span, from: start, to: rest.count) {
            if piece.flaw != nil { return cut(at: piece.next) }
            if piece.range.count > longest {
                if start > 0 { return cut(at: start) }
                let first = JSONScanner.skipBlanks(rest.span, piece.range.lowerBound, piece.range.upperBound)
                guard let divider, first < rest.count, rest[first] == 0x7B else { return refuse() }
                noteBrackets(upTo: first)
                drop(first)
                division = (divider, [])
                return nil
            }
            if piece.next > border { return nil }
            start = piece.next
        }
        return nil
    }

    /// Some records of the document that is being divided; nil if there is none, or if it is over.
    mutating func divided(_ read: () throws -> [UInt8]) throws -> Batch? {
        while var (divider, head) = division {
            let first = line, offset = taken
            let find = divider.next(rest.span, endsAtLine: splitter.format == .ndjson)
            func goOn(after count: Int) {
                drop(count)
                divider.took(count)
                division = (divider, head)
            }
            switch find {
            case .nothing:
                goOn(after: divider.used)
                if isAtEnd {
                    drop(rest.count)
                    division = nil
                    return fault("the input ends inside a document; it seems to be cut off")
                }
                try readOn(read)
            case .head(let end):
                // On one line, so that the records keep their lines.
                head = divider.bareHead ?? rest[..<end].map { $0 == 0x0A ? 0x20 : $0 }
                goOn(after: end)
            case .records(let end, let next):
                var batch = Batch(bytes: head + rest[..<end] + divider.closing, count: 0, firstLine: first, offset: offset)
                batch.count = batch.bytes.count
                goOn(after: next)
                batch.end = passed
                if end > 0 { return batch }
            case .tooLong:
                let batch = Batch(bytes: [], count: 0, firstLine: line, tooLong: [BatchReader.tooLong(line: line, longest)], end: passed)
                goOn(after: 0)
                return batch
            case .brokenOff(let end):
                let batch = fault("the document ends inside an array or object")
                drop(end)
                division = nil
                return batch
            case .end(let end):
                if divider.namesPeopleLate && latePeopleLine == 0 { latePeopleLine = line }
                drop(end)
                division = nil
            case .undivided:
                division = nil
                return refuse()
            }
        }
        return nil
    }
}
