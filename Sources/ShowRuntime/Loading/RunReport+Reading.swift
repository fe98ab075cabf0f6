package import Reporting
package import RunLog

extension RunReport {
    /// Reads the log at `path`.
    package init(contentsOf path: String) throws(LogError) {
        self.init(path: path)
        try LogReader.read(path) { take($0) }
    }
}
