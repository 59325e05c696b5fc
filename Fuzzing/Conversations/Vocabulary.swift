import ScriptAPI

/// What hostile values are made of.
enum Vocabulary {
    static let integers: [Int64] = [
        0, 1, -1, 2, 10, 100, 127, 128, 65_536, .max, .min, .max - 1, 1 << 31, -(1 << 31), 1 << 53,
        3_155_760_000, -3_000_000_000, 253_402_300_800_000, 9_223_372_036,
    ]
    static let floats: [Double] = [
        0, -0.0, 0.5, 1, -1, 1e-9, 1e18, 9.3e18, -9.3e18, 1e308, .leastNonzeroMagnitude,
        2_999_999_999.9, .infinity,
        -.infinity, .nan, .signalingNaN, .greatestFiniteMagnitude,
    ]
    static let durations = [
        "1s", "0", "1ms", "10m", "2h30m", "100000d", "36525d", "0.000001s", "1e9", "-1s", "",
    ]
    static let times = [
        "2026-11-23T02:00:00Z", "0", "-1", "9999-12-31T23:59:60Z", "0000-00-00T00:00:00Z",
        "Mon, 23 Nov 2026 02:00:00 GMT", "99999999999999999999", "1970-01-01T00:00:00.000000001Z",
    ]
    static let environments = ["production", "staging", "dr", "finance", "nowhere", "", "*"]
    static let databases = [
        "production/orders", "production/customers", "staging/orders", "staging/customers",
        "dr/archive", "dr/drill-october", "production/reports", "staging/experiments", "orders",
        "finance/ledger", "nowhere/none", "/", "id:", "production/*",
    ]
    static let texts =
        databases + environments + durations + times + [
            "../../etc/passwd", "/deployments/databases", "/deployments/databases/graphneo",
            "/deployments/environments?x=1#y", "//host/path", "/%2e%2e/x",
            "\u{1b}[2J\u{1b}]0;x\u{7}",
            "a\u{0}b", "\r\nX-Header: y", "{\"a\":[1,2,{\"b\":null}]}", "[[[[[[[[", "\"\\ud800\"",
            "1e999", "DS1", "DS2", "GET", "POST", "DELETE", "running", "paused", "apoc", "clean",
            "database", "string", "integer", "^[%w-]+$", ".-.-.-.-.-.-.-.-.-x", "%", "[a",
            "*a*a*a*b",
            "\u{202e}gnp.exe", "Größe", "🦊", "lib", "x", "_", "big",
        ]
    static let keys = [
        "id", "name", "env", "wait", "timeout", "poll", "type", "default", "required", "values",
        "pattern", "min", "max", "help", "code", "message", "hint", "script", "line", "traceback",
        "library", "library_line", "label", "plan", "target", "targets", "total", "delete", "body",
        "query", "retryable", "", "\u{0}",
    ]
    static let types = ["function", "thread", "userdata", "", "table", "nil", "database"]
    static let handleKinds = [
        "database", "environment", "snapshot", "operation", "time", "secret", "null", "dns_switch",
        "", "nonsense", "\u{1b}[31m",
    ]
    static let handleIDs = [
        "", "/", "//", "a/b", "a/b/c", "%2F/%25", "../..", ".", "null", "0", "-1",
        "9223372036854775807", "99999999999999999999", "answer/shop.webhook.token",
        "822b16bb8ee4414d8d4c9bd5ec7d1a3c", "production/orders", "ended 1", "/ended 1", "x y",
        "\u{0}",
    ]
    static let tellKinds = [
        "print", "write_error", "log", "output", "table", "progress", "skip", "nonsense", "",
    ]
    static let sources = [
        "peer.lua", "", "=graphene", "@peer.lua", "\u{1b}[2Jpeer.lua", "a\nb", "../../etc/passwd",
        String(repeating: "s", count: 5_000), "lib/x.lua", "\u{202e}aul.x",
    ]
    static let numbers: [UInt64] = [
        0, 1, 2, 3, 7, 255, 256, 65_535, 1 << 31, 1 << 32, (1 << 32) - 1, 1 << 63, .max, .max - 1,
    ]
    static let sizes = [
        100, 1_000, 4_096, 65_536, 262_144, 1 << 20, (4 << 20) - 64, (8 << 20) - 64, 8 << 20,
    ]
    static let names = APITable.all.map(\.name)
}
