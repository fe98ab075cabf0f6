import Crypto
package import MarkedYAML

/// The hash of all that a run was played from: every file read, and the variables of the command line.
package enum TimelineDigest {
    /// SHA-256 in hexadecimal digits.
    package static func hexadecimal(of sources: [SourceText], overrides: [String]) -> String {
        var hash = SHA256()
        for (index, source) in sources.enumerated() {
            if index > 0 { hash.update(data: [1]) }
            hash.update(data: source.bytes)
        }
        for override in overrides {
            hash.update(data: [0])
            hash.update(data: Array(override.utf8))
        }
        return hash.finalize().hexadecimal
    }
}

extension SHA256Digest {
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
