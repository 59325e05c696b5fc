-- Text that is no JSON is a usage error.
-- expect: error usage

graphene.json.decode('{"a": ')
