extension Assumption {
    /// Every assumption, in the order of the settings' names.
    ///
    /// The rows are those of section 11 of the API reference.
    package static let table = bodies + signIn + operations + meanings + refusals

    private static let bodies: [Assumption] = [
        Assumption(
            .lists, row: 1, "how a list is wrapped",
            .choice([
                ("wrapped", "in an object with the collection's name: {\"environments\": […]}"),
                ("bare", "not at all: […]"),
                ("data", "in an object with one general name: {\"data\": […]}"),
            ])),
        Assumption(
            .actions, row: 2,
            "what pause, start, restart, restore, switch, delete and plan change answer",
            .choice([
                ("operation", "the accepted-status and {\"operationId\": \"…\"}"),
                ("empty", "200 without a body, so there is no operation to follow"),
                ("no-content", "204"),
                ("database", "200 and the bare database"),
                (
                    "echo",
                    "200 and the request's own body, as the only known client reads a restart's"
                ),
            ])),
        Assumption(
            .copies, row: 3, "what clone and create-from-snapshot answer",
            .choice([
                ("wrapped", "as create does: {\"database\": {…}, \"operationId\": \"…\"}"),
                ("database", "the bare new database"),
                (
                    "operation",
                    "only {\"operationId\": \"…\"}, so the new id must be looked up by name"
                ),
                ("empty", "no body at all"),
            ])),
        Assumption(
            .errors, row: 5, "the body of an error",
            .choice([
                ("text", "{\"error\": \"words\"}"),
                ("message", "{\"code\": \"…\", \"message\": \"words\"}"),
                ("nested", "{\"error\": {\"code\": \"…\", \"message\": \"words\"}}"),
                ("problem", "RFC 9457, application/problem+json"),
                ("plain", "the words alone, text/plain"),
                ("empty", "no body"),
            ])),
        Assumption(
            .dates, row: 10, "how dates are written",
            .choice([
                ("iso", "2026-11-23T02:00:00Z"),
                ("offset", "2026-11-23T02:00:00.000+00:00"),
                ("rfc7231", "Mon, 23 Nov 2026 02:00:00 GMT, as the old API promised"),
                ("epoch", "seconds since 1970, a number"),
                ("epoch-ms", "milliseconds since 1970, a number"),
                ("absent", "not at all"),
            ])),
        Assumption(
            .ids, row: 9, "what ids look like",
            .choice([
                ("hex", "32 lower-case hex digits"),
                ("uuid", "a UUID with dashes"),
                ("opaque", "a word with characters that a path must escape, such as `db:4f/2a`"),
            ])),
        Assumption(
            .addresses, "what a new database's domain tells of it",
            .choice([
                ("id", "it carries the first digits of the database's id"),
                ("random", "nothing"),
            ])),
        Assumption(
            .databaseList, "how much a list tells of each database",
            .choice([
                ("full", "all that a single read tells"),
                ("brief", "its id and name only"),
            ])),
        Assumption(
            .acceptedStatus, "the status code of an accepted change",
            .choice([
                ("202", "accepted"), ("200", "ok"), ("201", "created"),
            ])),
        Assumption(
            .signInErrors, row: 5, "the body of an error at sign-in",
            .choice([
                ("oauth", "RFC 6749: {\"error\": \"invalid_client\"}"),
                ("same", "as any other error's"),
            ])),
        Assumption(
            .snapshotShape, row: 19, "what is told of a snapshot",
            .choice([
                ("full", "id, label, status, createdAt, databaseId, environmentId, plan, version"),
                ("minimal", "id, label and createdAt only, no status"),
            ])),
        Assumption(
            .snapshotAnswer, "what taking a snapshot answers",
            .choice([
                ("wrapped", "{\"snapshot\": {…}, \"operationId\": \"…\"}"),
                ("snapshot", "the bare snapshot"),
                ("operation", "only {\"operationId\": \"…\"}"),
            ])),
        Assumption(
            .snapshotStatus, row: 19, "the word for a usable snapshot",
            .choice([
                ("Ready", "as the Console writes it"),
                ("ready", "in lower case"),
                ("finished", "as operations are"),
            ])),
        Assumption(
            .catalogueShape, row: 25, "how plans and versions are listed",
            .choice([
                ("objects", "as objects with a name or number and more"),
                ("names", "as bare strings"),
            ])),
        Assumption(
            .secretSettings, "how a secret setting's value is shown",
            .choice([
                ("shown", "as it is"),
                ("masked", "as ***, which written back becomes the value"),
                ("absent", "not at all"),
            ])),
        Assumption(
            .health, row: 29, "when lastHealthCheckStatus is there",
            .choice([
                ("running", "while the database runs"),
                ("always", "always, `stopped` while it does not run"),
                ("never", "never"),
            ])),
        Assumption(
            .requestIds, "whether answers carry an X-Request-Id",
            .choice([
                ("header", "each has one"), ("absent", "none has"),
            ])),
    ]

    private static let signIn: [Assumption] = [
        Assumption(
            .tokenLifetime, row: 7, "how long a token is good for",
            .number(
                standard: 3_600, range: 0...31_536_000, meaning: "seconds")),
        Assumption(
            .tokenStatus, row: 7, "the status code of a token",
            .choice([
                ("201", "created, as the only known client demands"), ("200", "ok"),
            ])),
        Assumption(
            .tokenType, row: 7, "the text of token_type",
            .choice([
                ("Bearer", "capitalised"), ("bearer", "in lower case"), ("absent", "not there"),
            ])),
        Assumption(
            .expiresIn, row: 7, "whether a token tells its lifetime",
            .choice([
                ("number", "expires_in, whole seconds"),
                ("text", "expires_in, the same in a string"),
                ("absent", "it does not"),
            ])),
        Assumption(
            .grantType, row: 8, "whether grant_type must be sent",
            .choice([
                ("optional", "absent or client_credentials"), ("required", "client_credentials"),
            ])),
    ]
}
