import UndertoneEngine

/// What the messages of one person on one day say that show the same stage and the same signals: sums of whole numbers, so that adding them up in any order and
/// in any parts gives the same.
struct Cell: Sendable, Equatable {
    /// The day since 1970, or `untimed`.
    var day: Int32
    /// The person's number; 0 is nobody known.
    var person: UInt32
    /// The signals, one bit each, and above them the place of the stage.
    var shows: UInt32
    /// Messages.
    var count: UInt32
    /// Sum of confidence and of score, in thousandths.
    var confidence: Int64, score: Int64

    /// The day of messages without a time.
    static let untimed = Int32.min

    static let stageShift = 24 as UInt32

    var stage: Int { Int(shows &>> Cell.stageShift) }
    var signals: UInt32 { shows & 0xFF_FFFF }

    /// The bit of a signal in `shows`.
    static func mask(_ signal: Signal) -> UInt32 {
        switch signal {
        case .championAdvocacy: 1 << 0
        case .peerTeaching: 1 << 1
        case .expansionRequest: 1 << 2
        case .measurableResult: 1 << 3
        case .churnThreat: 1 << 4
        case .goingBack: 1 << 5
        case .impatience: 1 << 6
        case .adviceSeeking: 1 << 7
        case .delegationAvoidance: 1 << 8
        case .relationshipWarmth: 1 << 9
        case .executiveInvolvement: 1 << 10
        case .driverPersonalization: 1 << 11
        case .driverIntegrity: 1 << 12
        case .driverExpectations: 1 << 13
        case .driverEmpathy: 1 << 14
        case .driverTimeToValue: 1 << 15
        case .driverResponsibility: 1 << 16
        }
    }

    func shows(_ signal: Signal) -> Bool { shows & Cell.mask(signal) != 0 }

    static func precedes(_ a: Cell, _ b: Cell) -> Bool {
        a.day != b.day ? a.day < b.day : a.person != b.person ? a.person < b.person : a.shows < b.shows
    }

    private static func sum(_ a: Int64, _ b: Int64) -> Int64 {
        let (sum, overflow) = a.addingReportingOverflow(b)
        return overflow ? (b < 0 ? .min : .max) : sum
    }

    mutating func add(_ other: Cell) {
        count = count.addingReportingOverflow(other.count).overflow ? .max : count &+ other.count
        // 64 bits hold the thousandths of 10^15 messages; a state file that claims more stays at the end.
        confidence = Cell.sum(confidence, other.confidence)
        score = Cell.sum(score, other.score)
    }
}

/// The id of a message that shows a signal.
struct Mark: Sendable, Equatable {
    var time: Int64
    /// The place of the signal in `Signal.allCases`.
    var signal: UInt8
    var id: String

    /// Whether this one is older; of messages of one time the one whose id sorts first.
    static func isOlder(_ a: Mark, _ b: Mark) -> Bool { a.time != b.time ? a.time < b.time : a.id.utf8.lexicographicallyPrecedes(b.id.utf8) }
}

/// Everything that is remembered of one account: sums by day, person and kind of message, and the newest ids for each signal.
///
/// Two states of one account merge to exactly the state of all its messages, in whatever order they came. Memory: 32 bytes for each day on which a person
/// wrote something of one kind, never more than for each message, and some 32 bytes for each id.
struct AccountState: Sendable {
    private(set) var cells: [Cell] = []
    private(set) var marks: [Mark] = []
    /// The last message of the customer, and of staff, in seconds since 1970.
    private(set) var last: Int64?, lastStaff: Int64?
    private(set) var staffMessages = 0

    /// Adds the sums of some messages.
    mutating func add(_ cell: Cell) {
        if cells.count == cells.capacity && cells.count >= 32 {
            compact()
            // Without room to spare the next compaction would come too soon.
            if cells.count > cells.capacity / 4 * 3 { cells.reserveCapacity(cells.capacity * 2) }
        }
        if let newest = cells.indices.last, cells[newest].day == cell.day, cells[newest].person == cell.person, cells[newest].shows == cell.shows {
            cells[newest].add(cell)
        } else {
            cells.append(cell)
        }
    }

    /// Remembers a message that shows a signal, if it is one of the newest.
    mutating func add(_ mark: Mark, keeping most: Int) {
        var oldest = -1, count = 0
        for index in marks.indices where marks[index].signal == mark.signal {
            count += 1
            if oldest < 0 || Mark.isOlder(marks[index], marks[oldest]) { oldest = index }
        }
        if count < most { return marks.append(mark) }
        if oldest >= 0, Mark.isOlder(marks[oldest], mark) { marks[oldest] = mark }
    }

    /// Notes a message of the customer.
    mutating func heard(_ time: Int64?) { if let time { last = max(last ?? time, time) } }

    /// Notes messages of staff.
    mutating func answered(_ time: Int64?, messages: Int = 1) {
        staffMessages &+= messages
        if let time { lastStaff = max(lastStaff ?? time, time) }
    }

    /// Sorts the sums and joins those of one kind.
    mutating func compact() {
        if cells.count < 2 { return }
        cells.sort(by: Cell.precedes)
        var kept = 0
        for index in 1..<cells.count {
            let next = cells[index]
            if cells[kept].day == next.day && cells[kept].person == next.person && cells[kept].shows == next.shows {
                cells[kept].add(next)
            } else {
                kept += 1
                cells[kept] = next
            }
        }
        cells.removeLast(cells.count - kept - 1)
    }
}
