import Testing

@testable import RunSheets

struct NamingTests {
    @Test(arguments: [
        ("Grand Opening!", "grand-opening"), ("Élan — Größe", "elan-gro-e"),
        ("Crème bru\u{302}le\u{301}e", "creme-brulee"),
        ("Ｎｏｖａ ２０２６", "nova-2026"), ("Łódź", "lodz"), ("don't stop", "dont-stop"), ("a_b.c", "a-b-c"),
    ])
    func namesAreOfPlainLetters(text: String, name: String) { #expect(Naming.slug(text) == name) }

    @Test func whatHasNoSuchLetterHasNoName() { #expect(Naming.slug("开场 — 第一条") == nil) }
}
