import ArgumentParser

/// A failure whose message is shown, as one line unless it is made of several. Exit status 1.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ message: String) { description = visible(message) }

    /// - Parameter lines: a message of several lines.
    init(lines: String) {
        description = lines.split(separator: "\n").map { visible(String($0)) }.joined(separator: "\n")
    }
}

/// Prints what is wrong with the way a command was called, where that is found only while it runs. Returns exit status 64, as for
/// wrong usage that is found before.
func wrongUsage(_ message: String) -> ExitCode {
    Output.print("Error: \(visible(message))", to: .error)
    return .validationFailure
}
