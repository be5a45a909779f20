import UndertoneBulk
import UndertoneFormats

/// The inputs of a run, one after the other, cut into parcels: a large input makes many, many small ones make one.
struct InputQueue: ~Copyable {
    /// What is to be known of the inputs where their labels are written.
    enum Event: Sendable {
        /// An input could be opened; with what stands before its labels.
        case began(path: String, header: [UInt8])
        /// It was read to its end, with what is to be said about it.
        case ended(Checksum, warnings: [String])
        /// It could not be opened, or not be read to its end.
        case failed(path: String, number: Int, any Error)
    }

    private let paths: [String]
    private let inputs: InputOptions
    private let namesInputs: Bool
    /// Whether every parcel is one batch.
    private let isSingle: Bool
    /// Whether the present input is a small file, whose parcel takes in the next input; one that is slow to come is not waited for.
    private var isSmall = false
    /// The number of the next input, and what is added to it.
    private var number = 0
    private let offset: Int
    private var source: InputSource?
    private var layout: SharedLayout?
    /// What is still to be told.
    private var untold: Event?

    /// - Parameters:
    ///   - first: the number of the first input among those of the run.
    ///   - namesInputs: whether labels hold the name of their input.
    ///   - jobs: workers that the parcels are for.
    init(_ paths: [String], first: Int = 0, _ inputs: InputOptions, namesInputs: Bool, jobs: Int) {
        self.paths = paths
        self.inputs = inputs
        self.namesInputs = namesInputs
        offset = first
        isSingle = jobs == 1
    }

    /// Opens the next input; one that cannot be opened is told in the next parcel.
    /// - Parameter begin: told before anything is read of it.
    mutating func open(_ begin: (inout InputSource) throws -> Void = { _ in }) throws {
        let path = paths[number]
        var inputs = inputs
        inputs.layout.input = offset + number
        if namesInputs { inputs.layout.writer.fileName = FileName.shown(path) }
        number += 1
        isSmall = (Descriptor.size(of: path) ?? .max) <= BatchReader.chunk
        var opened: InputSource
        do { opened = try InputSource(path, inputs) } catch {
            untold = .failed(path: path, number: inputs.layout.input, error)
            return
        }
        try begin(&opened)
        var header: [UInt8] = []
        opened.layout.writer.writeHeader(into: &header)
        untold = .began(path: path, header: header)
        layout = SharedLayout(opened.layout)
        source = consume opened
    }

    /// The next parcel; nil after the last input.
    mutating func next() throws -> Parcel<Event>? {
        var parcel = Parcel<Event>()
        while !parcel.isFull {
            if let event = untold.take() { parcel.add(event) }
            guard var current = source.take(), let layout else {
                if number == paths.count { break }
                try open()
                continue
            }
            let batch: Batch?
            do { batch = try current.next() } catch {
                parcel.add(.failed(path: paths[number - 1], number: offset + number - 1, error))
                continue
            }
            guard let batch else {
                parcel.add(.ended(current.passed, warnings: current.warnings))
                continue
            }
            parcel.add(batch, layout)
            source = consume current
            if isSingle || !isSmall { break }
        }
        return parcel.isEmpty ? nil : parcel
    }
}
