import CProcess
import Glibc

/// A shell command that is given some text as its input, and is killed if it does not end in time.
package struct ShellCommand: Sendable {
    package enum End: Hashable, Sendable {
        case exited(status: Int32)
        case killed(signal: Int32)
        /// It took too long and was ended.
        case timedOut
        case notStarted(reason: String)
    }

    private static let look: UInt32 = 20_000
    private let line: String
    private let environment: [String]

    /// - Parameters:
    ///   - line: as `/bin/sh -c` takes it.
    ///   - environment: `NAME=value`
    package init(_ line: String, environment: [String]) {
        self.line = line
        self.environment = environment
    }

    /// Runs it and waits until it has ended. Its output is discarded.
    ///
    /// - Parameters:
    ///   - input: its standard input, no more than a pipe holds (64 KiB).
    ///   - isTooLate: asked every now and then while it runs: whether it, and every process that it has started, is to be killed.
    package func run(input: [UInt8], isTooLate: () -> Bool) -> End {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return .notStarted(reason: String(cString: strerror(errno))) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // The read end is still open here: writing to a pipe without a reader would end this process.
        _ = write(ends[1], input, input.count)
        close(ends[1])
        defer { close(ends[0]) }
        let process: pid_t
        switch spawn(standardInput: ends[0]) {
        case .success(let started): process = started
        case .failure(let error): return .notStarted(reason: String(cString: strerror(error.number)))
        }
        var status: Int32 = 0
        while true {
            let ended = waitpid(process, &status, WNOHANG)
            if ended == process { break }
            if ended < 0, errno != EINTR { return .notStarted(reason: String(cString: strerror(errno))) }
            if isTooLate() {
                kill(-process, SIGKILL)
                waitpid(process, &status, 0)
                return .timedOut
            }
            usleep(Self.look)
        }
        let signal = status & 0x7F
        return signal == 0 ? .exited(status: status >> 8 & 0xFF) : .killed(signal: signal)
    }

    private struct SystemError: Error { var number: Int32 }

    private func spawn(standardInput: Int32) -> Result<pid_t, SystemError> {
        let variables = environment.map { strdup($0) } + [nil]
        defer { for variable in variables { free(variable) } }
        var process: pid_t = 0
        let problem = showcaller_spawn_shell(line, variables, standardInput, &process)
        return problem == 0 ? .success(process) : .failure(SystemError(number: problem))
    }
}
