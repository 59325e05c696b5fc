/// The names that Lua gives to scripts; what is missing of them is absent on purpose.
package enum StandardLibrary {
    /// Functions and values at the top level.
    package static let globals = words(
        """
        _G _VERSION assert collectgarbage error getmetatable ipairs load next pairs pcall print \
        rawequal rawget rawlen rawset require select setmetatable tonumber tostring type xpcall
        """)

    /// The tables and what is in them.
    package static let tables: [(name: String, fields: [String])] = [
        (
            "coroutine",
            words("close create isyieldable resume running status wrap yield")
        ),
        ("debug", words("traceback")),
        ("io", words("stderr stdout write")),
        (
            "math",
            words(
                """
                abs acos asin atan ceil cos deg exp floor fmod huge log max maxinteger min \
                mininteger modf pi rad random randomseed sin sqrt tan tointeger type ult
                """)
        ),
        ("os", words("clock date difftime time")),
        ("package", words("config")),
        (
            "string",
            words(
                """
                byte char find format gmatch gsub len lower match pack packsize rep reverse sub \
                unpack upper
                """)
        ),
        ("table", words("concat insert move pack remove sort unpack")),
        ("utf8", words("char charpattern codepoint codes len offset")),
    ]

    private static func words(_ text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }
}
