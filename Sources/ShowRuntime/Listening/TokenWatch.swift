package import ControlAPI
import HostSystem
import ServiceLifecycle

/// The tokens of a file that only its owner can read.
package enum PrivateTokens {
    package struct Problem: Error {
        package var message: String
        /// Whether the file is not there, or has no token: nobody is to have access.
        package var isForNobody = false
    }

    package static func read(_ path: String) throws(Problem) -> [TokenFile.Entry] {
        let bytes: [UInt8]
        do throws(FileSystem.Failure) { bytes = try FileSystem.read(path, limit: 1 << 20) } catch {
            throw Problem(message: error.message, isForNobody: !FileSystem.exists(path))
        }
        guard FileSystem.isPrivate(path) else {
            throw Problem(message: "\(path): others can read these tokens: chmod 600 \(path)")
        }
        do throws(TokenFile.Problem) {
            return try TokenFile(String(decoding: bytes, as: UTF8.self)).entries
        } catch {
            throw Problem(message: "\(path):\(error.line): \(error.message)", isForNobody: error.isWithoutToken)
        }
    }
}

/// Reads the tokens again when their file has changed. A broken file is refused and the earlier tokens still count; if the file
/// is empty or gone, nobody has access any more.
package struct TokenWatch: Service {
    private let path: String
    private let first: [TokenFile.Entry]
    private let access: CallerAccess
    private let driver: LiveDriver
    private let pause: Duration

    /// - Parameter first: as they were read at the start.
    package init(
        _ path: String, _ first: [TokenFile.Entry], access: CallerAccess, driver: LiveDriver,
        pause: Duration = .seconds(1)
    ) {
        self.path = path
        self.first = first
        self.access = access
        self.driver = driver
        self.pause = pause
    }

    package func run() async throws {
        var known = first
        var problem: String?
        // An editor may empty a file before it writes it: an empty or missing file counts only when it is found twice in a row.
        var isForNobody = false
        while await ShowRuntime.pause(for: pause) {
            let found = await elsewhere { Result { () throws(PrivateTokens.Problem) in try PrivateTokens.read(path) } }
            switch found {
            case .success(let entries):
                problem = nil
                isForNobody = false
                guard entries != known else { continue }
                known = entries
                access.replace(with: entries)
                driver.report(.tokensRead(count: entries.count))
            case .failure(let failure):
                if failure.isForNobody, isForNobody, !known.isEmpty {
                    known = []
                    access.replace(with: [])
                    driver.report(.tokensRead(count: 0))
                }
                isForNobody = failure.isForNobody
                guard failure.message != problem else { continue }
                problem = failure.message
                driver.report(.tokensRefused(reason: failure.message))
            }
        }
    }
}
