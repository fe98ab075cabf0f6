import Testing

@testable import ControlAPI

@Suite struct TokenFileTests {
    @Test func aLineIsARoleATokenAndAName() throws {
        let file = try TokenFile("# the crew\n\nview 0123456789abcdef The screen \r\nadmin\t0123456789abcdeX  Ann\n")
        #expect(
            file.entries == [
                TokenFile.Entry(role: .view, token: "0123456789abcdef", name: "The screen"),
                TokenFile.Entry(role: .admin, token: "0123456789abcdeX", name: "Ann"),
            ])
    }

    @Test(
        arguments: [
            ("", 1, "there is no token: write ROLE TOKEN NAME"),
            ("boss 0123456789abcdef Ann", 1, "a line is ROLE TOKEN NAME, and a role is view, operate or admin"),
            ("# x\nview 0123456789abcdef", 2, "a line is ROLE TOKEN NAME: operate 3f…a9 Ann"),
            ("view short Ann", 1, "the token is too short: make one with \"openssl rand -hex 16\""),
            ("view 0123456789abcdef a\nview 0123456789abcdef b", 2, "another line has this token"),
            ("view 0123456789abcdeé Ann", 1, "a token has letters, digits and signs, but none of \" , ; \\"),
        ])
    func whatIsWrongIsSaid(text: String, line: Int, message: String) {
        let problem = #expect(throws: TokenFile.Problem.self) { try TokenFile(text) }
        #expect(problem?.line == line && problem?.message == message)
        #expect(problem?.isWithoutToken == text.isEmpty)
    }
}
