/// Identifies one boot of this host: uptimes can only be compared within one boot.
package enum BootID {
    /// The id of the present boot, nil where the system does not say.
    package static let current: String? = {
        guard let bytes = try? FileSystem.read("/proc/sys/kernel/random/boot_id") else { return nil }
        let id = String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)
        return id.isEmpty ? nil : id
    }()
}
