graphene.sleep("1h") graphene.params{a={type="string"}}
