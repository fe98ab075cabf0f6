import Glibc

/// `FUZZ=yaml Fuzz Corpus/yaml -max_total_time=60`: gives one reader what libFuzzer makes up, until it crashes or time is up.
@main struct Fuzz {
    static let targets: [String: @Sendable ([UInt8]) -> Void] = [
        "answer": answer, "api": api, "control": control, "cron": cron, "csv": csv, "fault": fault, "log": log,
        "offset": offset,
        "rfc3339": rfc3339, "template": template, "yaml": yaml,
    ]

    private nonisolated(unsafe) static var chosen: @Sendable ([UInt8]) -> Void = { _ in }

    static func main() {
        guard let name = getenv("FUZZ").map({ String(cString: $0) }), let target = targets[name] else {
            fatalError("FUZZ is one of \(targets.keys.sorted().joined(separator: ", "))")
        }
        chosen = target
        exit(runDriver())
    }

    static func test(_ bytes: [UInt8]) { chosen(bytes) }

    /// Ends the process, which is what libFuzzer calls a finding.
    static func expect(_ condition: Bool, _ message: @autoclosure () -> String) {
        if !condition { fatalError(message()) }
    }

    static let now = 1_795_176_000_000 as Int64
}

extension String {
    /// What a file or an argument would be: bytes that are no UTF-8 do not get as far as these readers.
    init?(utf8 bytes: [UInt8]) { self.init(validating: bytes, as: UTF8.self) }
}

private func runDriver() -> CInt {
    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    return LLVMFuzzerRunDriver(&count, &arguments, testOne)
}

private func testOne(_ bytes: UnsafePointer<UInt8>?, _ length: Int) -> CInt {
    Fuzz.test(Array(UnsafeBufferPointer(start: bytes, count: length)))
    return 0
}

@_silgen_name("LLVMFuzzerRunDriver")
private func LLVMFuzzerRunDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
