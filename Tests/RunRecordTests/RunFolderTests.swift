import CloudClient
import Diagnostics
import Foundation
import Testing

@testable import RunRecord

struct RunFolderTests {
    @Test(
        arguments: [
            (["GRAPHENE_STATE_DIR": "/g", "XDG_STATE_HOME": "/x", "HOME": "/tmp"], "/g/runs"),
            (["XDG_STATE_HOME": "/x", "HOME": "/tmp"], "/x/graphene/runs"),
            (["XDG_STATE_HOME": "relative", "HOME": "/tmp"], "/tmp/.local/state/graphene/runs"),
            (["GRAPHENE_STATE_DIR": "", "HOME": "/tmp"], "/tmp/.local/state/graphene/runs"),
            (["PATH": "/bin"], nil), (["HOME": "/no/home"], nil),
        ] as [([String: String], String?)])
    func `the environment says where records are`(environment: [String: String], path: String?) {
        #expect(RunFolder(environment: environment)?.path == path)
    }

    @Test func `folder and file are the owner's alone`() throws {
        try withRecords { folder in
            let recorder = try RunRecorder.begin(
                .sample(), in: folder, redaction: { .init() }, warn: { _ in })

            let modes = try [folder.path, recorder.path].map {
                try FileManager.default.attributesOfItem(atPath: $0)[.posixPermissions] as? Int
            }
            #expect(modes == [0o700, 0o600])
        }
    }

    @Test func `a folder that others can look into is closed to them`() throws {
        try withRecords { folder in
            try FileManager.default.createDirectory(
                atPath: folder.path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o755])

            try folder.make()

            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path)
            #expect(attributes[.posixPermissions] as? Int == 0o700)
        }
    }

    @Test func `a folder that is a file is refused`() throws {
        try withRecords { folder in
            try Data().write(to: URL(filePath: folder.path))

            let error = #expect(throws: RecordError.self) { try folder.make() }

            #expect(error?.code == .config)
        }
    }

    @Test(.enabled(if: getuid() == 0)) func `another user's folder or record is refused`() throws {
        try withRecords { folder in
            try folder.write("aa11", [Sample.header()])
            chown(folder.file("aa11"), 65_534, 65_534)

            let record = #expect(throws: RecordError.self) { try RecordReader(folder).read("aa11") }
            chown(folder.path, 65_534, 65_534)
            let place = #expect(throws: RecordError.self) { try folder.make() }

            #expect(record?.message.contains("belongs to another user (65534)") == true)
            #expect(place?.message.contains("belongs to another user (65534)") == true)
        }
    }

    @Test(.enabled(if: getuid() != 0)) func `a folder that cannot be written is refused`() throws {
        try withRecords { folder in
            try folder.make()
            chmod(folder.path, 0o500)

            let error = #expect(throws: RecordError.self) {
                try RunRecorder.begin(.sample(), in: folder, redaction: { .init() }, warn: { _ in })
            }

            #expect(error?.code == .config)
        }
    }
}
