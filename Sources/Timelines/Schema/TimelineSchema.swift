import ShowTime
import Templates

/// The JSON Schema of the files that the loader reads, for editors: draft 07, which the YAML language server knows best.
///
/// It describes structure: keys, their types, and the form of their values. References between parts of a timeline (that a room
/// exists, that an id is taken, that a text fits) are left to the loader. The keys are the loader's own. Values are those of YAML
/// 1.2, because editors and validators read that: where a plain scalar is a number or `true` in YAML 1.2, the schema accepts it
/// in place of the text that the loader reads.
package enum TimelineSchema {
    /// The schema of a timeline, as UTF-8 with a line break at its end.
    package static var timeline: [UInt8] { document(timelineObject) }
    /// The schema of a file that timelines include.
    package static var included: [UInt8] { document(includedObject) }

    private static func document(_ schema: SchemaValue) -> [UInt8] {
        let dialect: SchemaValue = ["$schema": "http://json-schema.org/draft-07/schema#"]
        return dialect.with(schema).json + [UInt8(ascii: "\n")]
    }

    /// A mapping with the keys of one type and no others.
    private static func mapping<Key: FormatKey>(
        _ description: String, required: [Key] = [], _ schema: (Key) -> SchemaValue
    ) -> SchemaValue {
        let keys: SchemaValue = .object(Key.allCases.map { (key: $0.rawValue, value: schema($0)) })
        let object: SchemaValue = ["description": .text(description), "type": "object", "properties": keys]
        let needed: SchemaValue = required.isEmpty ? [:] : ["required": required.map(\.rawValue).schemaValue]
        return object.with(needed).with(["additionalProperties": false])
    }

    // MARK: Files

    private static let notes: SchemaValue = [
        "^x-": ["description": "Your own: a place for anchors, for instance. Not read."]
    ]

    private static let timelineObject = mapping(
        "The timeline of one show: what is said when, in which rooms.", required: [.timeline, .messages]
    ) { (key: TimelineKey) in
        switch key {
        case .timeline: name
        case .title: text("The name of the show: `{{ title }}` in texts.")
        case .start: start
        case .timezone:
            [
                "description": "The IANA zone of local times, in `start` and in `strftime`.", "type": "string",
                "pattern": .text(SchemaPattern.timeZone), "default": "UTC",
                "examples": ["Asia/Shanghai", "Europe/Berlin"],
            ]
        case .sender: sender("The sender of messages without their own. Needed here or on every message.")
        case .vars: variables("Variables of all texts; those of a room or a message beat them.")
        case .inputs: inputs
        case .rooms: rooms
        case .defaults: defaults
        case .messages: messages
        case .include: include
        }
    }.with([
        "patternProperties": notes,
        "allOf": [
            [
                "if": ["required": ["defaults"], "properties": ["defaults": ["required": ["rooms"]]]],
                "else": ["properties": ["messages": ["items": ["required": ["rooms"]]]]],
            ],
            [
                "if": ["required": ["sender"]],
                "else": ["properties": ["messages": ["items": ["required": ["sender"]]]]],
            ],
        ],
    ])

    private static let includedObject = mapping("Variables and rooms that several timelines share.") {
        (key: IncludedKey) in
        switch key {
        case .vars: variables("Variables of all texts; the file that includes this one beats them.")
        case .inputs: inputs
        case .rooms: rooms
        case .include: include
        }
    }.with(["patternProperties": notes])

    // MARK: Values

    /// Any scalar: the loader reads it as it is written, whatever its type in YAML.
    private static func text(_ description: String) -> SchemaValue {
        ["description": .text(description), "type": ["string", "number", "boolean"]]
    }

    /// One of a few fixed values.
    private static func choice<Choice: CaseIterable>(
        _ description: String, _ standard: Choice, named name: (Choice) -> String
    ) -> SchemaValue {
        let names = Choice.allCases.map(name).schemaValue
        return ["description": .text(description), "enum": names, "default": .text(name(standard))]
    }

    private static func flag(_ description: String) -> SchemaValue {
        ["description": .text(description), "enum": [true, false, "true", "false"], "default": false]
    }

    private static func time(
        _ description: String, _ pattern: String, zero: Bool, examples: SchemaValue
    ) -> SchemaValue {
        let written: SchemaValue = [
            "type": "string", "pattern": .text(pattern),
            "patternErrorMessage": "A time is written 90s, 1h30m, 250ms, -10m, 00:05 (mm:ss) or 01:05:00 (h:mm:ss).",
        ]
        // Zero is the only number that needs no unit.
        let forms: SchemaValue = zero ? [written, ["const": 0]] : [written]
        return ["description": .text(description), "anyOf": forms, "examples": examples]
    }

    private static func offset(_ description: String) -> SchemaValue {
        time(description, SchemaPattern.offset, zero: true, examples: ["90s", "-10m", "00:05", "01:05:00"])
    }

    private static let name: SchemaValue = [
        "description": "The timeline's name: names its runs and their logs.", "type": ["string", "integer", "boolean"],
        "pattern": .text(SchemaPattern.timelineName), "minimum": 0, "examples": ["launch-night"],
    ]

    private static let start: SchemaValue = [
        "description": "When the show starts; left out, `--start` gives it.",
        "anyOf": [
            [
                "description": "An instant, or a local time in `timezone`.", "type": "string",
                "pattern": .text(SchemaPattern.start),
                "patternErrorMessage":
                    "A start is written 2026-11-20T20:00:00+08:00, or 2026-11-20 20:00 in `timezone`.",
            ],
            mapping("A show that starts repeatedly.", required: [.cron]) { (key: StartKey) in
                switch key {
                case .cron:
                    [
                        "description": "Minute, hour, day, month and weekday, in `timezone`.", "type": "string",
                        "pattern": .text(SchemaPattern.cron), "examples": ["0 20 * * FRI"],
                    ]
                }
            },
        ],
        "examples": ["2026-11-20T20:00:00+08:00", "2026-11-20 20:00", ["cron": "0 20 * * FRI"]],
    ]

    private static func zegoID(_ name: String, _ kind: Identifiers.Kind) -> SchemaValue {
        text("The \(name): \(kind.longest) bytes at most.").with([
            "minLength": 1, "maxLength": .number(kind.longest), "pattern": .text(SchemaPattern.zegoID),
        ])
    }

    private static func sender(_ description: String) -> SchemaValue {
        mapping(description, required: [.id]) { (key: SenderKey) in
            switch key {
            case .id: zegoID("UserId", .user)
            case .name:
                text("The name that is shown: \(Identifiers.longestUserName) bytes at most.").with([
                    "maxLength": .number(Identifiers.longestUserName)
                ])
            }
        }
    }

    private static func variables(_ description: String, reserved: [String] = Symbol.reserved) -> SchemaValue {
        [
            "description": .text(description), "type": ["object", "null"],
            "propertyNames": [
                "pattern": .text(SchemaPattern.variable), "not": ["enum": reserved.schemaValue],
            ],
        ]
    }

    private static let inputs: SchemaValue = [
        "description":
            "What is known only on the night: `{{ winner }}` in texts, given by `showcaller tell set winner=…`. The show waits before what needs it.",
        "type": ["object", "null"],
        "propertyNames": [
            "pattern": .text(SchemaPattern.variable), "not": ["enum": Symbol.reserved.schemaValue],
        ],
        "additionalProperties": mapping("One input.", required: [.max]) { (key: InputKey) in
            switch key {
            case .prompt:
                text("What the operator is asked.").with(["examples": ["Who won?"]])
            case .max:
                [
                    "description":
                        "The most bytes that a value may have: 3 for most Chinese characters. The text has to fit with so many.",
                    "type": ["integer", "string"], "minimum": 1, "maximum": .number(TimelineInput.largest),
                    "pattern": .text(SchemaPattern.wholeNumberFromOne), "examples": [60],
                ]
            case .default:
                text("The value where none is given; left out, the show waits for one.").with([
                    "pattern": .text(SchemaPattern.something)
                ])
            }
        },
        "examples": [["winner": ["prompt": "Who won?", "max": 60]]],
    ]

    private static let include: SchemaValue = [
        "description":
            "Files with `vars` and `rooms` to share, by their paths from this file. They come first: this file beats them.",
        "anyOf": [
            text("A path."),
            ["description": "Paths.", "type": "array", "items": text("A path.")],
        ],
        "examples": ["shared/rooms.yaml"],
    ]

    private static let rooms: SchemaValue = [
        "description":
            "Names for rooms and groups. Where it is there, any other name is an error; left out, a name is a RoomId.",
        "type": "object",
        "additionalProperties": [
            "anyOf": [
                mapping("A room.", required: [.id]) { (key: RoomKey) in
                    switch key {
                    case .id: zegoID("RoomId", .room)
                    case .vars:
                        variables(
                            "The room's own variables, which beat those of the timeline.",
                            reserved: Symbol.reserved + Room.ownMembers)
                    }
                },
                [
                    "description": "A group: names of rooms and of other groups.", "type": "array", "minItems": 1,
                    "items": text("The name of a room or a group."),
                ],
            ]
        ],
    ]

    private static func roomNames(_ description: String) -> SchemaValue {
        let name = text("The name of a room or a group.")
        return [
            "description": .text(description), "anyOf": [name, ["type": "array", "minItems": 1, "items": name]],
        ]
    }

    /// The schemas of the keys that messages and the defaults have.
    private static func delivery<Key: DeliveryKey>(_ key: Key) -> SchemaValue {
        let standard = DeliveryPolicy()
        switch key {
        case .category: return choice("ZEGO's MessageCategory.", Category.system, named: \.name)
        case .late:
            return choice(
                "Whether it is skipped or sent when it is more than `max_late` behind.", standard.late,
                named: \.rawValue)
        case .maxLate:
            let examples: SchemaValue = ["30s", "500ms", "2m"]
            return time("How far behind it may be.", SchemaPattern.length, zero: true, examples: examples)
                .with(["default": .text(standard.maxLate.words)])
        case .overflow:
            return choice(
                "The handling of a text of more than \(MessageExpander.longestContent) bytes.", standard.overflow,
                named: \.rawValue)
        default:
            return choice(
                "The handling of a delivery of which it is not known whether it was shown: `resend` may show it twice.",
                standard.onUnknown, named: \.rawValue)
        }
    }

    private static let defaults = mapping("The values of messages without their own.") { (key: DefaultsKey) in
        key == .rooms ? roomNames("The rooms of messages without their own.") : delivery(key)
    }

    private static let messages: SchemaValue = [
        "description": "What is said, in any order.", "type": "array", "minItems": 1, "items": message,
    ]

    private static let message = mapping("One message, due once or repeatedly.", required: [.text]) {
        (key: MessageKey) in
        switch key {
        case .id:
            text("The name of the message in reloads, logs and `after`. Left out, it is made of the message's content.")
                .with(["pattern": .text(SchemaPattern.messageID), "examples": ["welcome"]])
        case .at: offset("When it is due, counted from the start, or from the message it comes `after`.")
        case .every: time("The period of a repeat.", SchemaPattern.period, zero: false, examples: ["1m", "90s"])
        case .from: offset("When a repeat is due first; left out, 0.")
        case .until: offset("When a repeat is due last, this moment included.")
        case .times:
            [
                "description": "How often a repeat is due.", "type": ["integer", "string"], "minimum": 1,
                "pattern": .text(SchemaPattern.wholeNumberFromOne), "examples": [5],
            ]
        case .after: text("The id of another message: times count from its first occurrence.")
        case .rooms: roomNames("Its rooms: a room or a group, or a list of them.")
        case .category, .late, .maxLate, .overflow, .onUnknown: delivery(key)
        case .sender: sender("The sender of the message.")
        case .vars: variables("The message's own variables, which beat all others of the file.")
        case .skip: flag("Whether it is left out.")
        case .hold: flag("Whether the show waits before it until an operator says go.")
        case .when:
            text("Which of its rooms and occurrences are wanted: an expression without braces.").with([
                "pattern": .text(SchemaPattern.withoutBraces), "examples": [#"room.lang == "zh""#],
            ])
        case .text:
            text("What is said: a template, \(MessageExpander.longestContent) bytes at most once it is expanded.").with(
                [
                    "pattern": .text(SchemaPattern.something), "examples": ["{{ title }} starts in ten minutes"],
                ])
        }
    }.with([
        "dependencies": [
            "every": ["properties": ["at": false]],
            "from": ["every"],
            "until": ["required": ["every"], "properties": ["times": false]],
            "times": ["every"],
        ],
        "if": ["anyOf": [["required": ["every"]], ["required": ["after"]]]],
        "else": ["required": ["at"]],
    ])
}
