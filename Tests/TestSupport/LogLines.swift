package import ShowTime

/// Lines of run logs as other processes may have written them.
package enum LogLines {
    package static let run = "show@\(showStart.compact)"

    package static func header(
        _ run: String = "show", start: Instant = showStart, time: Instant? = nil, mode: String = "live",
        appID: Int = 7, host: String = "h", planned: String = "2", resumed: Bool = false
    ) -> String {
        """
        {"event":"run","time":"\((time ?? start).rfc3339)","run":"\(run)@\(start.compact)","timeline":"\(run)",\
        "start":"\(start.rfc3339)","mode":"\(mode)","app_id":\(appID),"host":"\(host)","planned":\(planned),\
        "sha256":"00","resumed":\(resumed),"version":"0"}

        """
    }

    package static func attempt(
        _ delivery: String, due: Instant = showStart, time: Instant? = nil, number: Int = 1, run: String = run
    ) -> String {
        """
        {"event":"attempt","time":"\((time ?? due).rfc3339)","run":"\(run)","delivery":"\(delivery)","attempt":\(number),\
        "room":"a","category":"system","due":"\(due.rfc3339)","bytes":3,"content":"one"}

        """
    }

    package static func result(
        _ message: String, occurrence: Int = 1, last: Int? = nil, room: String = "a", outcome: String = "sent",
        due: Instant = showStart, time: Instant? = nil, attempt: Int = 1, late: Int = 0, code: String = "null",
        run: String = run
    ) -> String {
        let occurrences = last.map { ",\"occurrences\":[\(occurrence),\($0)]" } ?? ""
        return """
            {"event":"result","time":"\((time ?? due).rfc3339)","run":"\(run)",\
            "delivery":"\(message)#\(occurrence)@\(room)","message":"\(message)","occurrence":\(occurrence)\(occurrences),\
            "room":"\(room)","room_name":"Room \(room)","category":"system","due":"\(due.rfc3339)","attempt":\(attempt),\
            "outcome":"\(outcome)","code":\(code),"reason":null,"message_id":null,"request_id":null,"late_ms":\(late),\
            "took_ms":1,"bytes":3}

            """
    }

    package static func control(
        _ action: String, _ more: String = "", time: Instant = showStart, run: String = run
    ) -> String {
        "{\"event\":\"control\",\"time\":\"\(time.rfc3339)\",\"run\":\"\(run)\",\"action\":\"\(action)\"\(more)}\n"
    }

    package static func end(
        planned: Int = 0, sent: Int = 0, missed: Int = 0, time: Instant = showStart, run: String = run
    ) -> String {
        """
        {"event":"end","time":"\(time.rfc3339)","run":"\(run)","planned":\(planned),"sent":\(sent),"rejected":0,"failed":0,\
        "missed":\(missed),"cancelled":0,"unknown":0,"invalid":0}

        """
    }
}
