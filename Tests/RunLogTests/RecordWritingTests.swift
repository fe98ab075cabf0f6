import ShowTime
import Testing
import Timelines

@testable import RunLog
@testable import Scheduling

@Suite struct RecordWritingTests {
    @Test func writesTheRunAsDocumented() {
        #expect(
            line(.run(.sample())) == """
                {"event":"run","time":"2026-11-20T12:00:00.000Z","run":"show@20261120T120000Z","timeline":"show",\
                "start":"2026-11-20T12:00:00.000Z","mode":"live","app_id":12345,"host":"zim-api.zego.im",\
                "planned":10,"sha256":"ab12","resumed":false,"version":"0.1.0","boot":"b-1","uptime_ms":-1500}

                """)
        var endless = RunHeader.sample(resumed: true)
        endless.planned = nil
        endless.mode = .rehearse
        endless.boot = nil
        endless.uptimeAtStart = nil
        #expect(line(.run(endless)).contains("\"mode\":\"rehearse\""))
        #expect(line(.run(endless)).contains("\"planned\":null"))
        #expect(line(.run(endless)).contains("\"resumed\":true"))
        #expect(line(.run(endless)).contains("\"boot\":null,\"uptime_ms\":null"))
    }

    @Test func writesAnAttemptAsDocumented() {
        #expect(
            line(.attempt(.sample("offer", 2, number: 3, content: "价格: \"1\"\n"))) == """
                {"event":"attempt","time":"2026-11-20T12:00:00.000Z","run":"show@20261120T120000Z",\
                "delivery":"offer#2@r1","attempt":3,"room":"r1","category":"system",\
                "due":"2026-11-20T12:00:00.000Z","bytes":12,"content":"价格: \\"1\\"\\n"}

                """)
    }

    @Test func writesAResultAsDocumented() {
        var result = ResultRecord.sample(.sent, code: 0, reason: "success")
        result.apiMessageID = "m-1"
        result.requestID = "q-1"
        result.took = .milliseconds(150)
        result.bytes = 5
        #expect(
            line(.result(result)) == """
                {"event":"result","time":"2026-11-20T12:00:01.000Z","run":"show@20261120T120000Z",\
                "delivery":"welcome#1@r1","message":"welcome","occurrence":1,"room":"r1","room_name":"stage",\
                "category":"system","due":"2026-11-20T12:00:00.000Z","attempt":1,"outcome":"sent","code":0,\
                "reason":"success","message_id":"m-1","request_id":"q-1","late_ms":2,"took_ms":150,"bytes":5}

                """)
        #expect(
            line(.result(.sample(.cancelled, "notice", 5, last: 2000, attempt: 0))) == """
                {"event":"result","time":"2026-11-20T12:00:01.000Z","run":"show@20261120T120000Z",\
                "delivery":"notice#5@r1","message":"notice","occurrence":5,"occurrences":[5,2000],"room":"r1",\
                "room_name":"stage","category":"system","due":"2026-11-20T12:00:00.000Z","attempt":0,\
                "outcome":"cancelled","code":null,"reason":null,"message_id":null,"request_id":null,"late_ms":2,\
                "took_ms":null,"bytes":null}

                """)
    }

    @Test(arguments: [
        (ControlRecord.Action.hold, #""action":"hold""#),
        (.go(held: .milliseconds(1500), total: .seconds(-2)), #""action":"go","held_ms":1500,"shift_ms":-2000"#),
        (.shift(by: .seconds(2), total: .seconds(5)), #""action":"shift","by_ms":2000,"shift_ms":5000"#),
        (.skip(CueSelector("of\"fer")), #""action":"skip","message":"of\"fer""#),
        (
            .skip(CueSelector("offer", occurrence: 2, room: "1")),
            #""action":"skip","message":"offer","occurrence":2,"room":"1""#
        ),
        (.unskip(CueSelector("offer"), from: 4), #""action":"unskip","message":"offer","from":4"#),
        (
            .fire(Firing(message: "offer", occurrence: 1, category: .chat, rooms: ["1", "2"])),
            #""action":"fire","message":"offer","occurrence":1,"category":"chat","rooms":["1","2"]"#
        ),
        (
            .again(Firing(message: "offer", occurrence: 1, category: .system, rooms: ["1"])),
            #""action":"again","message":"offer","occurrence":1,"category":"system","rooms":["1"]"#
        ),
        (
            .holdBefore(message: "x", due: noon, inputs: ["winner"], needsGo: false),
            #""action":"hold","message":"x","due":"2026-11-20T12:00:00.000Z","inputs":["winner"],"needs_go":false"#
        ),
        (.set(name: "winner", value: "李 \"伟\""), #""action":"set","name":"winner","value":"李 \"伟\"""#),
        (.unset(name: "winner", reason: "no"), #""action":"unset","name":"winner","reason":"no""#),
        (.cancel, #""action":"cancel""#), (.reload(ReloadRecord()), #""action":"reload""#),
        (
            .reload(ReloadRecord(sha256: "ab", renamed: ["~b": "c", "a": "b"], leads: ["r": 2])),
            #""action":"reload","sha256":"ab","renamed":{"a":"b","~b":"c"},"leads":{"r":2}"#
        ),
        (.reloadRefused(reason: "no\n"), #""action":"reload","refused":"no\n""#),
        (.shutdown, #""action":"shutdown""#),
        (
            .accountHold(code: 100_000_004, reason: "bad\nsecret"),
            #""action":"account_hold","code":100000004,"reason":"bad\nsecret""#
        ),
        (.accountHold(code: nil, reason: ""), #""action":"account_hold","code":null,"reason":"""#),
        (.accountOK, #""action":"account_ok""#),
        (
            .clockStep(by: .minutes(5), off: .seconds(-2), uptimeAtStart: .milliseconds(-7)),
            #""action":"clock_step","by_ms":300000,"off_ms":-2000,"uptime_ms":-7"#
        ),
        (
            .salvaged(from: noon, to: noon + .seconds(1)),
            #""action":"salvaged","from":"2026-11-20T12:00:00.000Z","to":"2026-11-20T12:00:01.000Z""#
        ),
        (.logRestored(reason: "it was deleted"), #""action":"log_restored","reason":"it was deleted""#),
    ])
    func writesAControlAsDocumented(action: ControlRecord.Action, members: String) {
        #expect(
            line(.control(action))
                == #"{"event":"control","time":"2026-11-20T12:00:00.000Z","run":"show@20261120T120000Z","#
                + members + "}\n")
    }

    @Test func writesTheEndAsDocumented() {
        var tally = Tally()
        tally[.sent] = 8
        tally[.missed] = 2
        #expect(
            line(.end(EndRecord(time: noon, run: showID, planned: 10, tally: tally))) == """
                {"event":"end","time":"2026-11-20T12:00:00.000Z","run":"show@20261120T120000Z","planned":10,\
                "sent":8,"rejected":0,"failed":0,"missed":2,"cancelled":0,"unknown":0,"invalid":0}

                """)
    }
}
