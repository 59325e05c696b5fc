/// The requests of the vendor's page of examples, as they stand there.
///
/// Each placeholder is replaced before a request is sent: the origin, `SECRET`, `ID`,
/// `ACCESS_TOKEN`, `{environmentId}`, `{databaseId}` and the values `"string"`.
enum RequestExamples {
    static let token = #"""
        curl https://api.db.graphenedb.com/organizations/oauth/token \
        -d "client_secret"="SECRET" \
        -d "client_id"="ID" \
        -d "grant_type"="client_credentials" 
        """#

    static let environments = #"""
        curl https://api.db.graphenedb.com/deployments/environments \
        -H "authorization: Bearer ACCESS_TOKEN" \
        -H "content-type: application/json" 
        """#

    static let databases = #"""
        curl https://api.db.graphenedb.com/deployments/environments/{environmentId}/databases \
        -H "authorization: Bearer ACCESS_TOKEN" \
        -H "Content-Type: application/json" 
        """#

    static let snapshots = #"""
        curl https://api.db.graphenedb.com/deployments/databases/graphneo/{databaseId}/snapshots/manual \
        -H "authorization: Bearer ACCESS_TOKEN" \
        -H "Content-Type: application/json" 
        """#

    static let recipes: [(title: String, requests: [String])] = [
        (
            "Create database",
            [
                token,
                environments,
                #"""
                curl -X POST https://api.db.graphenedb.com/deployments/databases/graphneo \
                -H "content-type: application/json" \
                -H "authorization: Bearer ACCESS_TOKEN" \
                -d '{"environmentId":"{environmentId}","name":"string","plan":"string","version":"string","edition":"string","enabledExtrasKinds":["string"]}'
                """#,
            ]
        ),
        (
            "Restart database",
            [
                token,
                environments,
                databases,
                #"""
                curl -X POST https://api.db.graphenedb.com/deployments/databases/graphneo/{databaseId}/restart \
                -H "Content-Type: application/json" \
                -H "authorization: Bearer ACCESS_TOKEN" \
                -d '{"stationIds":[],"reset":true}'
                """#,
            ]
        ),
        (
            "Pause database",
            [
                token,
                environments,
                databases,
                #"""
                curl -X POST https://api.db.graphenedb.com/deployments/databases/graphneo/{databaseId}/pause \
                -H "authorization: Bearer ACCESS_TOKEN" \
                -H "Content-Type: application/json"
                """#,
            ]
        ),
        (
            "Resume database",
            [
                token,
                environments,
                databases,
                #"""
                curl -X POST https://api.db.graphenedb.com/deployments/databases/graphneo/{databaseId}/start \
                -H "authorization: Bearer ACCESS_TOKEN" \
                -H "Content-Type: application/json" 
                """#,
            ]
        ),
        (
            "Clone database",
            [
                token,
                environments,
                databases,
                #"""
                curl -X POST https://api.db.graphenedb.com/deployments/databases/graphneo/{databaseId}/clone \
                -H "Content-Type: application/json" \
                -H "authorization: Bearer ACCESS_TOKEN" \
                -d '{"name": "string", "environmentId": "{environmentId}"}'
                """#,
            ]
        ),
        (
            "Create database from Snapshot",
            [
                token,
                environments,
                databases,
                snapshots,
                #"""
                curl -X POST https://api.db.graphenedb.com/deployments/databases/graphneo/restore \
                -H "authorization: Bearer ACCESS_TOKEN" \
                -H "content-type: application/json" \
                -d '{"snapshotId": "string", "snapshotEnvironmentId": "{environmentId}", "environmentId": "{environmentId}", "name": "string"}'
                """#,
            ]
        ),
        (
            "Restore database from Snapshot",
            [
                token,
                environments,
                databases,
                snapshots,
                #"""
                curl -X POST https://api.db.graphenedb.com/deployments/databases/graphneo/{databaseId}/restore \
                -H "Content-Type: application/json" \
                -H "authorization: Bearer ACCESS_TOKEN" \
                -d '{"snapshotId": "string","snapshotEnvironmentId": "{environmentId}"}'
                """#,
            ]
        ),
        (
            "Delete database",
            [
                token,
                environments,
                databases,
                #"""
                curl -X DELETE https://api.db.graphenedb.com/deployments/databases/graphneo/{databaseId} \
                -H "authorization: Bearer ACCESS_TOKEN" \
                -H "Content-Type: application/json"
                """#,
            ]
        ),
        (
            "Disaster recovery",
            [
                token,
                environments,
                databases,
                #"""
                curl -X POST https://api.db.graphenedb.com/deployments/databases/graphneo/{databaseId}/clone \
                -H "Content-Type: application/json" \
                -H "authorization: Bearer ACCESS_TOKEN" \
                -d '{"name": "string", "environmentId": "{environmentId}"}'
                """#,
                #"""
                curl -X POST https://api.db.graphenedb.com/deployments/databases/graphneo/{databaseId}/connections/switch \
                -H "Content-Type: application/json" \
                -H "authorization: Bearer ACCESS_TOKEN" \
                -d '{"targetDatabase": "{databaseId}"}'
                """#,
            ]
        ),
    ]
}
