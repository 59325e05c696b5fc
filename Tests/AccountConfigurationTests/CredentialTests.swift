import CloudClient
import Diagnostics
import Glibc
import TOMLDocument
import Testing

@testable import AccountConfiguration

/// What a run signs in with: files, commands, the environment.
struct CredentialTests {
    private func folder(_ profile: String) throws -> ConfigurationFolder {
        let folder = try ConfigurationFolder()
        try folder.user("default_profile = 'a'\n[profiles.a]\n" + profile)
        return folder
    }

    private func credentials(
        _ folder: ConfigurationFolder, secret: String? = nil, timeout: Duration = .seconds(30)
    ) throws -> [String] {
        let found = try folder.load().credentials(
            secret: secret.map { Secret($0) }, timeout: timeout)
        return [found.credentials.clientID, found.credentials.clientSecret.reveal { $0 }]
    }

    private func failure(
        _ folder: ConfigurationFolder, timeout: Duration = .seconds(30)
    ) throws -> ConfigurationFailure? {
        let configuration = try folder.load()
        do {
            _ = try configuration.credentials(secret: nil, timeout: timeout)
            return nil
        } catch {
            return error
        }
    }

    @Test func `files are found beside the configuration, below home, or by their whole path`()
        throws
    {
        let folder = try folder("client_id_file = '~/id'\nclient_secret_file = 'keys/secret'")
        try folder.write("c-1\n", to: "home/id", mode: 0o644)
        try folder.write("s-1\r\n", to: "home/.config/graphene/keys/secret")

        #expect(try credentials(folder) == ["c-1", "s-1"])
    }

    @Test func `the environment wins, value by value`() throws {
        let folder = try folder("client_id = 'own'\nclient_secret_file = 'secret'")
        try folder.write("s-1", to: "home/.config/graphene/secret")
        folder.environment["GRAPHENEDB_CLIENT_ID"] = "c-2"

        #expect(try credentials(folder) == ["c-2", "s-1"])
        #expect(try credentials(folder, secret: "s-2") == ["c-2", "s-2"])
        #expect(try folder.load().warnings.first?.hasPrefix("GRAPHENEDB_CLIENT_ID is set") == true)
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o666] as [mode_t])
    func `a secret that others may read is refused`(mode: mode_t) throws {
        let folder = try folder("client_id = 'own'\nclient_secret_file = 'secret'")
        let path = try folder.write(
            "s-1", to: "home/.config/graphene/secret", mode: mode)

        let failure = try #require(try failure(folder))

        #expect(failure.code == .config)
        #expect(failure.message.contains("\(path): others may read or write it"))
        #expect(!failure.message.contains("s-1"))
    }

    @Test(.enabled(if: getuid() == 0))
    func `a secret of another user's is refused`() throws {
        let folder = try folder("client_id = 'own'\nclient_secret_file = 'secret'")
        chown(try folder.write("s-1", to: "home/.config/graphene/secret"), 12_345, 0)

        #expect(try failure(folder)?.message.contains("belongs to another user") == true)
    }

    @Test(arguments: [
        ("", "GRAPHENEDB_CLIENT_ID is not set, and profile `a` has none"),
        ("client_id = 'x'", "GRAPHENEDB_CLIENT_SECRET is not set, and profile `a` has none"),
        ("client_id = 'x'\nclient_secret_file = 'gone'", "there is no file "),
    ])
    func `what is missing is said`(profile: String, message: String) throws {
        let folder = try folder(profile)

        let failure = try #require(try failure(folder))

        #expect(failure.code == .auth)
        #expect(failure.message.contains(message), "\(failure.message)")
    }

    @Test(arguments: [("\n", "it is empty"), ("A=s-1\nB=s-2\n", "it has more than one line")])
    func `what is no secret is not taken for one`(text: String, message: String) throws {
        let folder = try folder("client_id = 'x'\nclient_secret_file = 'secret'")
        try folder.write(text, to: "home/.config/graphene/secret")

        let failure = try #require(try failure(folder))

        #expect(failure.code == .auth)
        #expect(failure.message.hasSuffix(message))
        #expect(!"\(failure)".contains("s-1"))
    }

    @Test func `a command prints both`() throws {
        let folder = try folder(
            #"credential_command = ["sh", "-c", "echo '{\"client_id\": \"c\", \"client_secret\": \"s\"}'"]"#
        )
        folder.environment["PATH"] = "/usr/bin:/bin"

        #expect(try credentials(folder) == ["c", "s"])
    }

    @Test func `a command gets its words as they are, and no input`() throws {
        let folder = try ConfigurationFolder()
        // By `sh`: a file just written may still be open in a process that another test starts.
        let program = try folder.write(
            """
            read line
            printf '{"client_id": "%s", "client_secret": "%s%s"}' "$1" "$#" "$line"
            """, to: "program")
        try folder.user(
            "default_profile = 'a'\n[profiles.a]\n"
                + "credential_command = ['/bin/sh', '\(program)', '$HOME; id *']")

        #expect(try credentials(folder) == ["$HOME; id *", "1"])
    }

    @Test(arguments: [
        ("exit 0", "prints nothing"), ("echo", "prints nothing"),
        ("echo s3cret", "prints no JSON object"), ("echo [1]", "prints no JSON object"),
        ("echo '{}'", "prints no `client_secret`"),
        (#"echo '{\"client_id\": \"c\", \"client_secret\": 7}'"#, "prints no `client_secret`"),
        (#"echo '{\"client_secret\": \"s3cret\"}'"#, "prints no `client_id`"),
        ("echo s3cret >&2; exit 3", "failed: it ended with status 3"),
        ("kill -9 $$", "failed: it was ended by signal 9"),
        ("yes s3cret", "prints more than 64 KB"),
    ])
    func `a command that prints no credentials is named, and its output is not`(
        script: String, message: String
    ) throws {
        let folder = try folder("credential_command = [\"/bin/sh\", \"-c\", \"\(script)\"]")

        let failure = try #require(try failure(folder))

        #expect(failure.code == .auth)
        #expect(
            failure.message
                == "cannot sign in: the `credential_command` of \(folder.userPath):3 \(message)")
        #expect(!"\(failure)".contains("s3cret"))
    }

    @Test(arguments: ["sleep 100", "exec >&-; sleep 100"])
    func `a command that hangs is ended`(script: String) throws {
        let folder = try folder("credential_command = [\"/bin/sh\", \"-c\", \"\(script)\"]")

        let failure = try failure(folder, timeout: .milliseconds(200))

        #expect(failure?.message.hasSuffix("did not end within 0.2s") == true)
    }

    @Test func `a command that is not there is an error`() throws {
        let folder = try folder("credential_command = ['/no/such/program']")

        #expect(try failure(folder)?.message.hasSuffix("No such file or directory") == true)
    }
}
