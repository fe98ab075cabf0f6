import ArgumentParser
import Foundation
import HostSystem
import NIOCore
import NIOPosix
import Scheduling
import ShowTime
import Showcaller
import Timelines
import ZegoAPI

struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Sends one message now, for instance to try the credentials.",
        discussion: """
            While a scheduler of the same account runs on this host, the message goes through it, under its quota. \
            Exit status: 0 accepted, 1 not accepted, or nobody can say.
            """)

    @Option(help: "The room's id.")
    var room: String

    @Option(help: "The sender's id. Clients logged in under it do not get the message.")
    var user: String

    @Option(help: "The sender's name.")
    var name: String?

    @Option(help: "system or chat.")
    var category = CategoryOption(.system)

    @Argument(help: "The text, 1 to 1024 bytes.")
    var text: String

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let message: DirectMessage
        do {
            message = try DirectMessage(
                roomID: room, sender: Sender(id: user, name: name), category: category.category, text: text)
        } catch { throw wrongUsage(visible(error.message)) }
        let settings: AccountSettings
        do { settings = try AccountSettings(environment: environment) } catch { throw Failure(error.message) }
        let folder: RuntimeFolder
        do { folder = try RuntimeFolder(environment: environment) } catch { throw Failure(error.message) }
        let answer: ControlAnswer
        if let lock = try? AccountLock(appID: settings.account.appID, in: folder) {
            answer = await sendAlone(message, settings)
            withExtendedLifetime(lock) {}
        } else {
            answer = try await sendThroughScheduler(message, folder.socket(String(settings.account.appID)))
        }
        try show(answer)
    }

    private func sendThroughScheduler(_ message: DirectMessage, _ socket: String) async throws -> ControlAnswer {
        do {
            let answer = try await ControlClient(socket: socket).send(
                room: message.roomID, user: message.sender.id, name: message.sender.name,
                category: message.category.name, text: message.text)
            return ControlAnswer(answer.body)
        } catch {
            throw Failure("the scheduler of this account on this host does not answer")
        }
    }

    private func sendAlone(_ message: DirectMessage, _ settings: AccountSettings) async -> ControlAnswer {
        let time = SystemTime()
        let transport = ZegoTransport(account: settings.account, mostConnections: 1, time: time)
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let conductor = Conductor(
            Scheduler.Configuration(rate: 1, roomRate: nil), on: loops.next(), time: time, transport: transport,
            observer: NoObserver())
        let end = await conductor.tell(
            roomID: message.roomID, sender: message.sender, category: message.category, content: message.text)
        await transport.shutDown()
        try? await loops.shutdownGracefully()
        return ControlAnswer(end)
    }

    private func show(_ answer: ControlAnswer) throws {
        let code = answer.code.map { "\($0) " } ?? ""
        let reason = visible(answer.reason ?? answer.message ?? "")
        guard answer.accepted == true else {
            if answer.definite == false { throw Failure("nobody can say whether it was shown: \(code)\(reason)") }
            throw Failure("not accepted: \(code)\(reason)")
        }
        let id = answer.messageID.map { ", message id \(visible($0))" } ?? ""
        var output = Output.standard
        output.line("accepted in \(answer.tookMilliseconds ?? 0) ms\(id)")
        output.flush()
    }
}

/// `system` or `chat`. Not the category itself: its raw values are ZEGO's numbers, and help would show those.
struct CategoryOption: ExpressibleByArgument {
    var category: Category

    init(_ category: Category) { self.category = category }

    init?(argument: String) {
        guard let category = Category.allCases.first(where: { $0.name == argument }) else { return nil }
        self.category = category
    }

    var defaultValueDescription: String { category.name }
}

extension ControlAnswer {
    init(_ end: AttemptEnd) {
        accepted = end.kind == .accepted
        definite = end.kind != .unanswered && end.kind != .foreignAnswer
        code = end.code
        reason = end.reason
        messageID = end.messageID
        tookMilliseconds = Int(end.took.milliseconds)
    }
}

private struct NoObserver: ShowObserver {
    func observe(_ event: ShowEvent) {}
}
