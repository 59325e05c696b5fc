import AccountConfiguration
import Diagnostics
import Glibc
import RunRecord

/// What of this machine and this user matters to a run.
extension DoctorCommand {
    /// Says how progress and results will be shown.
    static func terminal(_ environment: [String: String]) -> [DoctorCheck] {
        guard isatty(2) == 1 else {
            return [.ok("terminal", "standard error is no terminal: progress comes in lines")]
        }
        let extent = TerminalSize(of: 2).map { "\($0.columns) by \($0.rows)" } ?? "of unknown size"
        let term = environment["TERM"] ?? ""
        var checks: [DoctorCheck] = []
        if term.isEmpty || term == "dumb" {
            checks.append(
                .warning(
                    "terminal",
                    "TERM is \(term.isEmpty ? "not set" : "dumb"): progress comes in lines",
                    hint: "set TERM to what the terminal is, such as xterm-256color"))
        } else {
            checks.append(.ok("terminal", "the terminal, \(term), is \(extent)"))
        }
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
            .first { !$0.isEmpty }
        let isUTF8 = locale.map { $0.lowercased().replacing("-", with: "").contains("utf8") }
        if isUTF8 != true {
            checks.append(
                .warning(
                    "terminal",
                    "the locale, \(locale ?? "which is not set"), is not one of UTF-8: ✓ and ✗ may "
                        + "not be shown", hint: "set LANG, for example to C.UTF-8"))
        }
        return checks
    }

    /// Says which files decide on the account, and that nobody else may write them: reading them has
    /// refused what is not so.
    static func files(_ configuration: EffectiveConfiguration) -> DoctorCheck {
        let profile = configuration.profile.map { ", profile `\($0.name)`" } ?? ""
        guard let path = configuration.userPath else {
            return .ok("configuration", "there is no configuration file; the environment decides")
        }
        let mode = mode(of: path).map { " (mode \(String($0, radix: 8)))" } ?? ""
        return .ok("configuration", "the configuration is \(path)\(mode)\(profile)")
    }

    /// Says whether runs can be recorded, and who may read the records.
    static func state(_ environment: [String: String]) -> DoctorCheck {
        guard let folder = RunFolder(environment: environment) else {
            return .error(
                "state", .config,
                "runs cannot be recorded: none of GRAPHENE_STATE_DIR, XDG_STATE_HOME and HOME names "
                    + "a folder", hint: "set GRAPHENE_STATE_DIR to a folder that lasts")
        }
        let path = folder.path
        guard let mode = mode(of: path) else { return future(path) }
        var status = stat()
        guard stat(path, &status) == 0, status.st_uid == geteuid(), access(path, W_OK | X_OK) == 0
        else {
            return .error(
                "state", .config, "runs cannot be recorded in \(path): it is not yours to write",
                hint: "set GRAPHENE_STATE_DIR to a folder of your own")
        }
        guard mode & 0o077 == 0 else {
            let what = mode & 0o022 == 0 ? "read" : "change"
            return .warning(
                "state",
                "others may \(what) the records in \(path) (mode \(String(mode, radix: 8)))",
                hint: "make it yours alone: `chmod 700 \(ShellText.line([path]))`")
        }
        return .ok("state", "runs are recorded in \(path) (mode \(String(mode, radix: 8)))")
    }

    /// A folder that the first run makes: whether it can.
    private static func future(_ path: String) -> DoctorCheck {
        var parent = path[...]
        while mode(of: String(parent)) == nil, let slash = parent.lastIndex(of: "/") {
            parent = slash == parent.startIndex ? "/" : parent[..<slash]
            if parent == "/" { break }
        }
        let existing = parent.isEmpty || mode(of: String(parent)) == nil ? "." : String(parent)
        guard access(existing, W_OK | X_OK) == 0 else {
            return .error(
                "state", .config,
                "runs cannot be recorded: \(path) cannot be made in \(existing): "
                    + String(cString: strerror(errno)),
                hint: "set GRAPHENE_STATE_DIR to a folder of your own")
        }
        return .ok("state", "runs will be recorded in \(path), which the first one makes")
    }

    private static func mode(of path: String) -> UInt32? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
    }
}
