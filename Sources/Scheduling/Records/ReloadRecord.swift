/// What a reload changed of what the log goes by.
package struct ReloadRecord: Sendable, Hashable {
    /// Of all that was read, as in the header; empty where nobody says it.
    package var sha256: String
    /// The ids that messages had, and those that they have from now on.
    package var renamed: [String: String]
    /// By how much the numbers of the occurrences of a message are ahead of the schedule's from now on, of every message
    /// where they are.
    package var leads: [String: Int]

    package init(sha256: String = "", renamed: [String: String] = [:], leads: [String: Int] = [:]) {
        self.sha256 = sha256
        self.renamed = renamed
        self.leads = leads
    }
}
