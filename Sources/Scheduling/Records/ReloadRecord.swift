/// What a reload changed that matters for reading the log.
package struct ReloadRecord: Sendable, Hashable {
    /// The digest of all that was read, as in the header; empty where it is not known.
    package var sha256: String
    /// The ids that messages had, and those that they have from now on.
    package var renamed: [String: String]
    /// By how much a message's occurrence numbers are ahead of the schedule's from now on, by the ids of the messages where they
    /// are.
    package var leads: [String: Int]

    package init(sha256: String = "", renamed: [String: String] = [:], leads: [String: Int] = [:]) {
        self.sha256 = sha256
        self.renamed = renamed
        self.leads = leads
    }
}
