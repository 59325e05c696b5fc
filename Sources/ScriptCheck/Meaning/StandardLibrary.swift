/// The standard library as scripts get it.
enum StandardLibrary {
    /// The globals, and the fields of those that are libraries.
    static let globals: [String: Set<String>] = [
        "string": words(
            "byte char find format gmatch gsub len lower match pack packsize rep reverse sub unpack "
                + "upper"),
        "table": words("concat insert move pack remove sort unpack"),
        "math": words(
            "abs acos asin atan atan2 ceil cos cosh deg exp floor fmod frexp huge ldexp log log10 "
                + "max maxinteger min mininteger modf pi rad random randomseed sin sinh sqrt tan "
                + "tanh tointeger type ult"),
        "utf8": words("char charpattern codepoint codes len offset"),
        "coroutine": words("close create isyieldable resume running status wrap yield"),
        "os": words("clock date difftime time"), "io": words("stderr stdout write"),
        "debug": words("traceback"), "package": words("config"),
    ]

    /// The globals that are no libraries.
    static let functions = words(
        "assert collectgarbage error getmetatable graphene ipairs load next pairs pcall print "
            + "rawequal rawget rawlen rawset require select setmetatable tonumber tostring type "
            + "xpcall _G _VERSION")

    /// What a file of tests has besides.
    static let testFunctions = words("expect test")

    static func has(_ global: String) -> Bool {
        globals[global] != nil || functions.contains(global)
    }

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(separator: " ").map(String.init))
    }
}
