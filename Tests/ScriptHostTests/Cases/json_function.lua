-- What JSON has no word for cannot be encoded.
-- expect: error usage

graphene.json.encode({ f = print })
