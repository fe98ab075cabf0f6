/// What is answered where the answer is not to be the API's.
enum WrongAnswers {
    /// An answer that breaks off: the code is legible to those who look for it with anything less than a JSON parser.
    static let garbage = #"{"Code":0,"Data":{"Messa"#
    static let errorPage =
        "<html><head><title>500</title></head><body><h1>500 Internal Server Error</h1></body></html>\n"
}
