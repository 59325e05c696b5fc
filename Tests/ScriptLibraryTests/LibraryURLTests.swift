import Diagnostics
import ScriptLibrary
import Testing

struct LibraryURLTests {
    @Test(arguments: [
        "https://git.example.com/data/checks", "https://git.example.com:8443/data/checks.git",
        "https://[::1]:8443/checks", "ssh://git@git.example.com:22/data/checks.git",
        "ssh://git.example.com/checks", "git@git.example.com:checks.git",
        "git@git.example.com:data/checks", "file:///srv/git/checks.git",
    ])
    func `an address of a repository is taken as it is`(text: String) throws {
        #expect(try LibraryURL(text).description == text)
    }

    @Test(arguments: [
        "", "checks", "/srv/git/checks", "../checks", "http://git.example.com/checks",
        "git://git.example.com/checks", "ext::sh -c whoami", "ext::sh", "https://", "https://host",
        "https://host/", "https:///checks", "file://host/checks", "ssh://-oProxyCommand=x/checks",
        "-oProxyCommand=x:checks", "a@-b:checks", "https://host/a b", "https://host/a\nb",
        "https://host:port/checks", "https://host/checks?x=1", "https://host/checks#x",
        "https://user@host/checks", "ssh://user:word@host/checks", "git@host:-u", "fd::17/x",
    ])
    func `what is no such address is refused`(text: String) {
        let error = #expect(throws: LibraryError.self) { try LibraryURL(text) }

        #expect(error?.code == .usage)
    }

    @Test(arguments: [
        "https://x-token:hunter2@host/checks", "https://hunter2@host/checks",
        "ssh://git:hunter2@host/checks", "http://hunter2:@host/checks",
        "https://a:hunter2@b@host/checks", "https://host/checks?token=hunter2",
        "https://host/checks#hunter2",
    ])
    func `credentials in an address are refused and not shown`(text: String) {
        let error = #expect(throws: LibraryError.self) { try LibraryURL(text) }

        #expect(error?.message.contains("hunter2") == false)
        #expect(error?.message.contains("host/checks") == true)
    }
}
