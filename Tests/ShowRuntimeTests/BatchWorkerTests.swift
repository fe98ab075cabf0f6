import HostSystem
import Synchronization
import Testing

/// What is made on one thread and taken on another.
struct BatchWorkerTests {
    @Test(arguments: [0, 1, 2, 3, 100])
    func batchesAreTakenInTheirOrder(count: Int) {
        let worker = BatchWorker<[Int], [Int]>([]) {
            $0 += $1
            return true
        }
        for number in 0..<count { #expect(worker.give([number, -number])) }
        #expect(worker.finish() == (0..<count).flatMap { [$0, -$0] })
    }

    @Test func nothingIsTakenBehindWhatWasEnough() {
        let worker = BatchWorker<[Int], Int>([]) {
            $0.append($1)
            return $1 < 3
        }
        // The answer to a batch comes with the next one.
        #expect((1...5).map { worker.give($0) } == [true, true, true, false, false])
        #expect(worker.finish() == [1, 2, 3])
    }

    @Test func nobodyRunsAhead() {
        let given = Mutex(0)
        let worker = BatchWorker<[Int], Int>([]) {
            // Of those behind it none: whoever gives the next one waits for this one.
            $0.append(given.withLock { $0 } - $1)
            return true
        }
        for number in 1...1000 {
            #expect(worker.give(number))
            given.withLock { $0 = number }
        }
        #expect(worker.finish().allSatisfy { $0 <= 0 })
    }
}
