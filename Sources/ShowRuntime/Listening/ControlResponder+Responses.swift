import ControlAPI
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers as they go over the wire.
extension ControlResponder {
    static func json(_ status: HTTPResponse.Status = .ok, _ write: (inout [UInt8]) -> Void) -> Response {
        var bytes: [UInt8] = []
        write(&bytes)
        bytes.append(UInt8(ascii: "\n"))
        return response(status, bytes, type: ResponseHeaders.json)
    }

    static func response(_ answer: CommandAnswer) -> Response { json { answer.write(to: &$0) } }

    static func response(_ problem: APIProblem) -> Response {
        var response = json(HTTPResponse.Status(code: problem.status)) { problem.write(to: &$0) }
        if problem.status == 429 { response.headers[.retryAfter] = "1" }
        if problem.status == 401 { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }

    static func text(_ text: String, type: String = ResponseHeaders.text) -> Response {
        response(.ok, Array(text.utf8), type: type)
    }

    static func file(_ file: ServedFiles.File?) throws(APIProblem) -> Response {
        guard let file else { throw .notFound }
        return response(.ok, file.bytes, type: file.type)
    }

    /// The refusal of a browser's request for the page, as a page for people.
    static func page(_ problem: APIProblem, _ file: ServedFiles.File?) -> Response {
        let text = """
            <!doctype html><meta charset="utf-8"><title>Showcaller</title>
            <p>This needs the link with a token that the operator of this show has.</p>

            """
        let bytes = file?.bytes ?? Array(text.utf8)
        var response = response(HTTPResponse.Status(code: problem.status), bytes, type: ResponseHeaders.html)
        if problem.status == 429 { response.headers[.retryAfter] = "1" }
        if problem.status == 401 { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }

    /// The answer to a link with a token: from here on the browser has a cookie instead, and the token is out of the address.
    static func entrance(_ cookie: String, _ head: HTTPRequest) -> Response {
        var response: Response
        let site = head.headerFields[ResponseHeaders.name("sec-fetch-site")]
        if site == nil || site == "none" || site == "same-origin" {
            response = self.response(.seeOther, [], type: ResponseHeaders.text)
            response.headers[.location] = "/"
        } else {
            // If the link was on somebody else's page, the browser sends the cookie (SameSite=Strict) only with requests from a
            // page of ours.
            let text = """
                <!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/">
                <title>Showcaller</title><a href="/">On to the show</a>

                """
            response = self.response(.ok, Array(text.utf8), type: ResponseHeaders.html)
        }
        response.headers[.setCookie] = cookie
        return response
    }

    private static func response(_ status: HTTPResponse.Status, _ bytes: [UInt8], type: String) -> Response {
        Response(
            status: status, headers: ResponseHeaders.fields(type: type),
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
