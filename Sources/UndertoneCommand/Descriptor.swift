#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

// File descriptors: the only file of the command with unsafe code.

/// A failure of the system, as a sentence that names the file and the cause.
struct SystemFault: Error, CustomStringConvertible {
    let description: String
    /// The reader of a pipe has gone; this ends the run quietly.
    let isClosedPipe: Bool

    init(_ action: String, _ code: Int32) {
        // SAFETY: strerror returns a string that stays valid until the next call; it is copied at once.
        description = action + ": " + (unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)")
        isClosedPipe = code == EPIPE
    }

    /// A packed input without the program that unpacks it.
    init(missing program: String, _ name: String) {
        description =
            "cannot read \(Descriptor.quoted(name)): it is packed, and there is no program '\(program)' on the PATH; install it, or unpack the input first"
        isClosedPipe = false
    }

    /// A packed input that must be a file.
    init(unseekable packing: String) {
        description = "cannot read standard input: a \(packing) archive can only be read from a file; name the file"
        isClosedPipe = false
    }

    /// A packed input that cannot be unpacked.
    init(damaged name: String, _ program: String) {
        description = "cannot read \(Descriptor.quoted(name)) to its end: \(program) could not unpack it"
        isClosedPipe = false
    }
}

/// An open file, closed when the value ends.
struct Descriptor: ~Copyable {
    let number: Int32
    private var isOwn = true
    /// The name for messages.
    let name: String

    static let standardInput = 0 as Int32, standardOutput = 1 as Int32, standardError = 2 as Int32

    init(standard number: Int32, _ name: String) {
        self.number = number
        self.name = name
    }

    /// Opens a file for reading.
    init(reading path: String) throws(SystemFault) {
        number = unsafe open(FileName.terminated(path), O_RDONLY | O_CLOEXEC)
        name = path
        if number < 0 { throw SystemFault("cannot read \(Descriptor.quoted(path))", errno) }
    }

    /// Creates a file for writing that nobody else may read until it is complete; one that is there already is replaced.
    init(creating path: String) throws(SystemFault) {
        number = unsafe open(FileName.terminated(path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        name = path
        if number < 0 { throw SystemFault("cannot write \(Descriptor.quoted(path))", errno) }
    }

    /// Uses an open file that somebody else closes.
    init(lent number: Int32, _ name: String) {
        self.number = number
        self.name = name
        isOwn = false
    }

    /// Takes over an open file.
    init(owning number: Int32, _ name: String) {
        self.number = number
        self.name = name
    }

    deinit { if isOwn && number > 2 { close(number) } }

    /// Waits until this file has bytes to read, or another takes some; returns whether this one has.
    func isReady(orWritable other: Int32) -> Bool {
        var requests = [pollfd(fd: number, events: Int16(POLLIN), revents: 0), pollfd(fd: other, events: Int16(POLLOUT), revents: 0)]
        // SAFETY: two structures in an array, and the count says so.
        _ = unsafe poll(&requests, 2, -1)
        return requests[0].revents != 0
    }
    /// Opens a device or a named pipe for writing.
    init(writing path: String) throws(SystemFault) {
        number = unsafe open(FileName.terminated(path), O_WRONLY | O_CLOEXEC)
        name = path
        if number < 0 { throw SystemFault("cannot write \(Descriptor.quoted(path))", errno) }
    }

    /// Opens a file that is there, for reading and writing.
    init(updating path: String) throws(SystemFault) {
        number = unsafe open(FileName.terminated(path), O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        name = path
        if number < 0 { throw SystemFault("cannot write \(Descriptor.quoted(path))", errno) }
    }

    /// Ends the file at so many bytes; what is written next follows them if they were read just before.
    func truncate(to count: Int) throws(SystemFault) {
        if ftruncate(number, off_t(count)) != 0 { throw SystemFault("cannot write \(Descriptor.quoted(name))", errno) }
    }

    /// Reads up to so many bytes; empty at the end.
    func read(_ count: Int) throws(SystemFault) -> [UInt8] {
        var failure: Int32 = 0
        // SAFETY: read writes at most the capacity it is given, and exactly the bytes it reports are counted as initialised.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            while true {
                let got = unsafe Glibc.read(number, buffer.baseAddress, buffer.count)
                if got >= 0 {
                    initialized = got
                    return
                }
                if errno == EINTR { continue }
                if errno == EAGAIN || errno == EWOULDBLOCK {
                    wait(for: Int16(POLLIN))
                    continue
                }
                failure = errno
                return
            }
        }
        if failure != 0 { throw SystemFault("cannot read \(Descriptor.quoted(name))", failure) }
        return bytes
    }

    /// Writes all bytes.
    func write(_ bytes: [UInt8]) throws(SystemFault) {
        var written = 0
        while written < bytes.count {
            // SAFETY: the pointer is used inside the closure only, and the count stays inside the array.
            let got = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(number, $0.baseAddress.map { unsafe $0 + written }, bytes.count - written) }
            if got >= 0 {
                written += got
            } else if errno == EAGAIN || errno == EWOULDBLOCK {
                wait(for: Int16(POLLOUT))
            } else if errno != EINTR {
                throw SystemFault("cannot write \(Descriptor.quoted(name))", errno)
            }
        }
    }

    private func wait(for events: Int16) {
        var request = pollfd(fd: number, events: events, revents: 0)
        // SAFETY: one structure on the stack, and the count says so.
        _ = unsafe poll(&request, 1, -1)
    }

    /// Goes back to the beginning; false for pipes and the like.
    func rewind() -> Bool { lseek(number, 0, SEEK_SET) == 0 }

    /// Waits until what was written is on the disk.
    func synchronize() throws(SystemFault) {
        if fsync(number) != 0 && errno != EINVAL && errno != EROFS { throw SystemFault("cannot write \(Descriptor.quoted(name))", errno) }
    }

    /// Lets the file be read as new files are by default.
    func makeReadable() {
        let mask = umask(0)
        _ = umask(mask)
        _ = fchmod(number, 0o666 & ~mask)
    }

    static func isTerminal(_ number: Int32) -> Bool { isatty(number) == 1 }

    /// The columns of a terminal, or nil if it is none or does not say.
    static func columns(_ number: Int32) -> Int? {
        var size = winsize()
        // SAFETY: one structure on the stack, of the kind that this request fills.
        guard unsafe ioctl(number, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Whether colours may be written: to a terminal that knows them, unless the user wants none.
    static func allowsColors(_ number: Int32) -> Bool {
        isTerminal(number) && (environment("NO_COLOR") ?? "").isEmpty && environment("TERM") != "dumb"
    }

    /// The bytes of a file, or of standard input where it is one; nil for pipes and what cannot be looked at.
    static func size(of path: String) -> Int? {
        var status = stat()
        // SAFETY: one structure on the stack, and a string that is lent for the call only.
        let result = unsafe path == "-" ? fstat(standardInput, &status) : stat(FileName.terminated(path), &status)
        return result == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    }

    /// Gives a finished file its name, replacing one that has it.
    static func rename(_ path: String, to name: String) throws(SystemFault) {
        // SAFETY: the strings are lent for the call only.
        if unsafe Glibc.rename(FileName.terminated(path), FileName.terminated(name)) != 0 { throw SystemFault("cannot write \(quoted(name))", errno) }
    }

    /// Makes a folder and those above it, if they are not there; what is wrong shows when a file is put into it.
    static func makeFolder(_ path: some StringProtocol) {
        var place = path.startIndex
        while place < path.endIndex {
            place = path[path.index(after: place)...].firstIndex(of: "/") ?? path.endIndex
            _ = unsafe mkdir(FileName.terminated(String(path[..<place])), 0o777)
        }
    }

    static func remove(_ path: String) { _ = unsafe unlink(FileName.terminated(path)) }

    /// Whether a path leads to a device, a pipe or a socket: something that must be written to, never replaced.
    static func isDevice(_ path: String) -> Bool {
        var found = stat()
        // SAFETY: one structure on the stack, filled by the call before it is looked at.
        guard unsafe stat(FileName.terminated(path), &found) == 0 else { return false }
        return found.st_mode & S_IFMT != S_IFREG && found.st_mode & S_IFMT != S_IFDIR
    }

    static func exists(_ path: String) -> Bool { unsafe access(FileName.terminated(path), F_OK) == 0 }

    /// A path as it may stand in a message.
    static func quoted(_ path: String) -> String { "'" + printablePath(path) + "'" }

    /// Closed pipes are told by the failing write, not by a signal.
    static func ignoreClosedPipes() { _ = signal(SIGPIPE, SIG_IGN) }

    /// Lets the memory of a batch be kept for the next one; else it is given back to the system and fetched again, page by page.
    ///
    /// The GNU allocator keeps so much as it has seen freed in one block (`man mallopt`, under M_MMAP_THRESHOLD). This one is never touched, so it costs no memory.
    static func keepFreedMemory() {
        var block: UnsafeMutableRawPointer?
        // SAFETY: allocated here and freed at once.
        if unsafe posix_memalign(&block, 4096, 4 << 20) == 0 { unsafe free(block) }
    }

    /// Ends the program.
    static func exit(_ status: Int32) -> Never { Glibc.exit(status) }

    /// The value of an environment variable, or nil.
    static func environment(_ name: String) -> String? {
        // SAFETY: the program has one thread when it reads its environment and never changes it.
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }

    /// The words of the command line after the program's own name.
    static var arguments: [String] {
        // SAFETY: the system lends so many strings that end with a zero, for as long as the program runs; nobody changes them.
        (1..<max(1, Int(CommandLine.argc))).compactMap { place in
            unsafe CommandLine.unsafeArgv[place].map { start in FileName.text((0..<(unsafe strlen(start))).map { unsafe UInt8(bitPattern: start[$0]) }) }
        }
    }

    /// The number of processors that this process may use.
    static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// Names of the files below a folder that end as given, with `/` between folders, sorted; nil if it is no folder that can be read.
    static func files(below folder: String, ending: String) -> [String]? {
        guard let directory = unsafe opendir(FileName.terminated(folder)) else { return nil }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        // SAFETY: readdir's entry is valid until the next call on the same directory; its name is copied at once.
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { start in
                    FileName.text((0..<(unsafe strlen(start))).map { unsafe UInt8(bitPattern: start[$0]) })
                }
            }
            if name.hasPrefix(".") { continue }
            if name.hasSuffix(ending) {
                names.append(name)
            } else if let inner = files(below: folder + "/" + name, ending: ending) {
                names += inner.map { name + "/" + $0 }
            }
        }
        return names.sorted()
    }

    /// The whole content of a file.
    static func contents(of path: String) throws(SystemFault) -> [UInt8] {
        let file = try Descriptor(reading: path)
        var bytes: [UInt8] = []
        while true {
            let more = try file.read(1 << 16)
            if more.isEmpty { return bytes }
            bytes += more
        }
    }
}
