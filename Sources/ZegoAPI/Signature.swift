import Crypto

/// What proves a call, made anew for each: ZEGO refuses a timestamp more than ten minutes off.
package struct Signature: Sendable, Hashable {
    /// 16 hexadecimal digits of 8 random bytes.
    package let nonce: String
    /// Unix seconds.
    package let timestamp: Int64
    /// `md5(AppId + SignatureNonce + ServerSecret + Timestamp)` in lower-case hexadecimal.
    package let signature: String

    package init(appID: UInt32, secret: ServerSecret, nonce: UInt64, timestamp: Int64) {
        let nonce = Self.hexadecimal(withUnsafeBytes(of: nonce.bigEndian, Array.init))
        var hash = Insecure.MD5()
        for part in [String(appID), nonce, secret.text, String(timestamp)] { hash.update(data: Array(part.utf8)) }
        self.nonce = nonce
        self.timestamp = timestamp
        signature = Self.hexadecimal(hash.finalize())
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
