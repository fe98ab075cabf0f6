import Glibc
import NIOCore

extension Channel {
    /// Breaks the connection the hard way: without lingering, closing sends RST instead of FIN.
    func reset() async {
        if let options = self as? any SocketOptionProvider {
            try? await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try? await close(mode: .all)
    }
}
