import ArgumentParser
import ControlAPI
import Foundation
import HostSystem
import NIOCore
import NIOPosix
import Scheduling
import ShowRuntime
import ShowTime
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
        } catch { throw wrongUsage(error.message) }
        let settings: AccountSettings
        do { settings = try AccountSettings(environment: environment) } catch { throw Failure(error.message) }
        let folders = RuntimeFolders(environment: environment)
        let instance: SingleInstance
        do { instance = try SingleInstance(appID: settings.account.appID, in: folders) } catch {
            guard error.isByAnother else { throw Failure(error.message) }
            return try show(await sendThroughScheduler(message, folders, settings.account.appID))
        }
        try show(await sendAlone(message, settings, instance))
    }

    private func sendThroughScheduler(
        _ message: DirectMessage, _ folders: RuntimeFolders, _ appID: UInt32
    ) async throws -> SendResult {
        let call = SendCall(
            rooms: [message.roomID], sender: message.sender, category: message.category, text: message.text)
        let origin = CommandOrigin(id: UUID().uuidString, by: NSUserName())
        // A scheduler that has just been started may not listen yet.
        for pause in [100, 400, 1500, 0] {
            for socket in folders.sockets where socket.hasSuffix("/\(appID).sock") {
                switch try? await ControlClient(socket: socket).send(call, from: origin) {
                case .success(let answer): if let result = answer.results?.first { return result }
                case .failure(let problem): throw Failure("not accepted: \(problem.message)")
                case nil: continue
                }
            }
            try? await Task.sleep(for: .milliseconds(pause))
        }
        throw Failure("the scheduler of this account on this host does not answer")
    }

    private func sendAlone(
        _ message: DirectMessage, _ settings: AccountSettings, _ instance: SingleInstance
    ) async -> SendResult {
        let time = SystemTime()
        let transport = ZegoTransport(account: settings.account, mostConnections: 1, time: time)
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        // A script that sends in a loop is many processes that share one quota: the last call of the process before counts.
        var configuration = Scheduler.Configuration(rate: settings.account.quota, roomRate: 20)
        configuration.lastCall = instance.lastCall(before: time.now.uptime)
        let driver = LiveDriver(
            configuration, on: loops.next(), time: time, transport: transport, observer: NoObserver()
        ) { instance.noteCall(at: $0) }
        let end = await driver.send(message)
        await transport.shutDown()
        try? await loops.shutdownGracefully()
        return SendResult(room: message.roomID, end)
    }

    private func show(_ result: SendResult) throws {
        let code = result.code.map { "\($0) " } ?? ""
        guard result.outcome == .sent else {
            let what = result.outcome == .unknown ? "it may or may not have been shown" : "not accepted"
            throw Failure("\(what): \(code)\(result.reason ?? "")")
        }
        let id = result.messageID.map { ", message id \(visible($0))" } ?? ""
        Output.print("accepted in \(result.took.milliseconds) ms\(id)")
    }
}

private struct NoObserver: ShowObserver {
    func observe(_ event: ShowEvent) {}
}
