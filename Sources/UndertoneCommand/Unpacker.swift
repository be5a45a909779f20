#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

// Programs that unpack inputs; with Descriptor the only unsafe code of the command.

/// A program of the system that unpacks an input: bytes go in at one end and come out at the other.
struct Unpacker: ~Copyable {
    private let child: pid_t
    /// Where the child's words come out.
    private let output: Descriptor
    /// Where ours go in; -1 if it reads a file of its own, and when all is in.
    private var input: Int32
    private let program: String
    private var pending: [UInt8]
    private var hasEnded = false

    private init(_ program: String, child: pid_t, output: consuming Descriptor, input: Int32, pending: [UInt8]) {
        self.program = program
        self.child = child
        self.output = output
        self.input = input
        self.pending = pending
    }

    /// Starts a program.
    /// - Parameters:
    ///   - words: the program, which is looked for on the PATH, and its arguments.
    ///   - source: what it reads, from where it stands.
    ///   - head: bytes that were taken from the source already and cannot be put back; then the source is passed on by `read`.
    static func started(_ words: [String], reading source: borrowing Descriptor, head: [UInt8]?) throws(SystemFault) -> Unpacker {
        let theirs = try Unpacker.ends(source.name), ours = try Unpacker.ends(source.name)
        let output = Descriptor(owning: theirs[0], source.name)
        let (child, failure) = Unpacker.start(words, input: head == nil ? source.number : ours[0], output: theirs[1])
        close(theirs[1])
        close(ours[0])
        if head == nil || failure != 0 { close(ours[1]) }
        if failure == ENOENT { throw SystemFault(missing: words[0], source.name) }
        if failure != 0 { throw SystemFault("cannot read \(Descriptor.quoted(source.name)): cannot start \(words[0])", failure) }
        return Unpacker(words[0], child: child, output: output, input: head == nil ? -1 : ours[1], pending: head ?? [])
    }

    /// The two ends of a new pipe: to read from, and to write to.
    private static func ends(_ name: String) throws(SystemFault) -> [Int32] {
        var ends: [Int32] = [0, 0]
        // SAFETY: two numbers are written, and the array holds two.
        if unsafe pipe(&ends) != 0 { throw SystemFault("cannot read \(Descriptor.quoted(name))", errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return ends
    }

    /// Starts a program with the given input and output and no environment; closed pipes end it as they end every program.
    private static func start(_ words: [String], input: Int32, output: Int32) -> (child: pid_t, failure: Int32) {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        var signals = sigset_t(), none = sigset_t()
        var child: pid_t = 0
        var arguments = unsafe words.map { unsafe strdup(FileName.terminated($0)) }
        unsafe arguments.append(nil)
        // SAFETY: the structures are initialised before use and destroyed after it; the words live until they are freed below.
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        unsafe posix_spawnattr_init(&attributes)
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGPIPE)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        // Threads of ours may hold signals back; the program must not.
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        let failure = unsafe posix_spawnp(&child, words[0], &actions, &attributes, arguments, nil)
        unsafe posix_spawn_file_actions_destroy(&actions)
        unsafe posix_spawnattr_destroy(&attributes)
        for index in words.indices { unsafe free(arguments[index]) }
        return (child, failure)
    }

    deinit {
        if input >= 0 { close(input) }
        if hasEnded { return }
        // It writes to us and nowhere else, so it has nothing to tidy up, and nothing may keep us waiting.
        kill(child, SIGKILL)
        _ = waitpid(child, nil, 0)
    }

    /// Reads up to so many unpacked bytes; empty at the end.
    mutating func read(_ count: Int, from source: borrowing Descriptor) throws -> [UInt8] {
        while input >= 0, !output.isReady(orWritable: input) {
            if pending.isEmpty { pending = try source.read(1 << 16) }
            if pending.isEmpty {
                close(input)
                input = -1
            } else {
                try feed()
            }
        }
        let bytes = try output.read(count)
        if bytes.isEmpty && !hasEnded { try finish() }
        return bytes
    }

    /// Hands over as much as a pipe that is ready takes without waiting; a program that wants no more has said all it will say.
    private mutating func feed() throws(SystemFault) {
        let end = Descriptor(lent: input, output.name)
        let piece = Array(pending.prefix(4096))
        do { try end.write(piece) } catch  where error.isClosedPipe {
            close(input)
            input = -1
        }
        pending.removeFirst(piece.count)
    }

    private mutating func finish() throws(SystemFault) {
        var status: Int32 = 0
        // SAFETY: one number, written once.
        while unsafe waitpid(child, &status, 0) < 0 && errno == EINTR {}
        hasEnded = true
        // 2 is gzip's way to say that something it could not read follows what it unpacked.
        if status != 0 && !(program == "gzip" && status == 2 << 8) { throw SystemFault(damaged: output.name, program) }
    }
}
