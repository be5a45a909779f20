import FuzzProperties
import Glibc

// The entry points that libFuzzer calls; the target is named by `--target=NAME`, which libFuzzer leaves alone.

private let target: FuzzTarget = {
    let name = CommandLine.arguments.first { $0.hasPrefix("--target=") }?.dropFirst("--target=".count)
    guard let name, let target = FuzzTarget(rawValue: String(name)) else {
        preconditionFailure("name a target: " + FuzzTarget.allCases.map { "--target=\($0.rawValue)" }.joined(separator: " "))
    }
    return target
}()

/// Tries one input; a property that does not hold ends the program, and libFuzzer keeps the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    // SAFETY: libFuzzer lends so many bytes for the call; they are copied at once.
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    if let fault = target.fault(in: bytes) {
        print("\nproperty broken: \(target): \(fault)")
        // What is printed is kept back otherwise, and lost with the program.
        fflush(nil)
        preconditionFailure()
    }
    return 0
}
