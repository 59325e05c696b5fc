/// Explanations of what was asked in a wrong way, or for what is not there or not allowed.
extension ErrorCode {
    var explanationOfUse: ErrorExplanation {
        switch self {
        case .config:
            ErrorExplanation(
                "A file of the configuration, or a place to write to, cannot be used. No run was "
                    + "begun, or its output could not be written in full.",
                causes: [
                    "a key or a value in config.toml or graphene.toml that does not belong there",
                    "a profile that no file describes",
                    "a folder for records, or standard output, that cannot be written: full, or "
                        + "read-only",
                ],
                remedies: [
                    "read the message: it names the file, the line and the key",
                    "compare with the guide to configuration, or run `graphene doctor`",
                    "for a full disk, make room; what the run did stays done, and `graphene runs "
                        + "show` tells it",
                ])
        case .integrity:
            ErrorExplanation(
                "A file is not the one that was asked for: its SHA-256 is another. It was not sent.",
                causes: [
                    "the file was replaced by a newer version, and the script names the old one",
                    "the file was cut short, or changed on its way",
                ],
                remedies: [
                    "find out where the file came from before anything else",
                    "when it is right, write its SHA-256 into the script: `sha256sum FILE`",
                ])
        case .unsupported:
            ErrorExplanation(
                "What was asked for cannot be had here: this cloud, or this machine, does not offer "
                    + "it. Nothing was changed.",
                causes: [
                    "the account's cloud has no public route for it, as for taking snapshots",
                    "there is no network to probe from",
                ],
                remedies: [
                    "do it in the cloud's console, or leave the step out",
                    "find out with `graphene doctor --contract` what the account's cloud tells",
                ])
        default:
            ErrorExplanation(
                "The call, the command line or the script's text is wrong. What is wrong was found "
                    + "before anything was sent.",
                causes: [
                    "a mistyped option, field, parameter or function",
                    "an argument of another type than the function takes",
                    "a bare name where a change needs `environment/name`",
                    "a syntax error in the script",
                ],
                remedies: [
                    "read the message and the hint: they name the argument and what it takes",
                    "`graphene doc NAME` shows the function, `graphene run SCRIPT --help` the "
                        + "script's parameters",
                ])
        }
    }

    var explanationOfAccess: ErrorExplanation {
        switch self {
        case .auth:
            ErrorExplanation(
                "There are no credentials, or the cloud does not accept them. Nothing was changed.",
                causes: [
                    "GRAPHENEDB_CLIENT_ID or GRAPHENEDB_CLIENT_SECRET is not set in this shell, unit "
                        + "or cron job",
                    "the secret was renewed or the API client deleted in the console",
                    "the profile's secret file or credential command gives something else",
                ],
                remedies: [
                    "`graphene auth check` says who you sign in as, and where the id came from",
                    "make a new secret in the console under Organization > API clients",
                ])
        case .forbidden:
            ErrorExplanation(
                "The cloud knows the API client and does not let it do this. It was not done.",
                causes: [
                    "the client has no access to the environment",
                    "the client may read but not change",
                ],
                remedies: [
                    "`graphene auth check` lists the environments that the client sees",
                    "have the client's rights changed in the console, or use another `--profile`",
                ])
        case .ambiguous:
            ErrorExplanation(
                "The name fits more than one thing, and none was chosen. Nothing was changed.",
                causes: [
                    "databases of one name in two environments",
                    "two snapshots with the same label",
                ],
                remedies: [
                    "write the full name that the message lists: `environment/name`, or `id:…`"
                ])
        default:
            ErrorExplanation(
                "What was named is not there, or the API client cannot see it. Nothing was changed.",
                causes: [
                    "a slip in the name; the message suggests the nearest one",
                    "the database was deleted or renamed",
                    "the credentials are another account's: production's instead of staging's",
                ],
                remedies: [
                    "`graphene ps` lists the databases that the client sees",
                    "`graphene auth check` says whose account it is",
                    "where it may honestly be absent, look it up with `graphene.find_db`",
                ])
        }
    }

    var explanationOfRefusal: ErrorExplanation {
        switch self {
        case .denied:
            ErrorExplanation(
                "The script asked for something that this run does not grant it. It got nothing, and "
                    + "nothing was sent.",
                causes: [
                    "an effect or a target that `--allow`, `--deny`, `--target` or `[grants]` of "
                        + "graphene.toml leaves out",
                    "a library that asks for more than the project lets it: `allow` in graphene.toml",
                    "an environment variable that was not named with `--env`",
                    "the run is read-only: `--read-only`, or `read_only` in a configuration file",
                    "a change that cannot be recorded, as on a full disk, is not begun",
                ],
                remedies: [
                    "read in the message who asked and for what, and where that is granted",
                    "if it is trusted with it, grant it: `--allow`, `--env NAME`, and for a library "
                        + "`graphene lib add NAME --allow EFFECTS`",
                    "drop `--read-only` only when the run is meant to change something",
                    "make room for the record, or set GRAPHENE_STATE_DIR to another folder",
                ])
        case .limitExceeded:
            ErrorExplanation(
                "The run would have changed more than it may, or elsewhere than it may. The refused "
                    + "change was not made; those before it stay.",
                causes: [
                    "a filter in the script that matches more databases than was thought",
                    "a limit from `--limit`, a configuration file or `graphene.limits`",
                ],
                remedies: [
                    "look at what it was about to do, with `--rehearse`, before raising anything",
                    "raise the limit where the message says it stands",
                ])
        case .confirmationRequired:
            ErrorExplanation(
                "A question needed the answer yes and did not get it. What it asked about was not "
                    + "done.",
                causes: [
                    "there is no terminal, as in cron, and `--yes` was not given",
                    "somebody answered no",
                ],
                remedies: [
                    "run it on a terminal and read the question", "agree beforehand with `--yes`",
                ])
        default:
            ErrorExplanation(
                "The database is protected, and the run was not told that it may disrupt or destroy "
                    + "it. Nothing was changed on it.",
                causes: [
                    "`protect` in config.toml or graphene.toml covers the database",
                    "the connection URLs that are protected lead to this database now",
                ],
                remedies: [
                    "make sure that it is the database you mean: `graphene ps NAME`",
                    "then name it, in full: `--on production/orders`",
                ])
        }
    }
}
