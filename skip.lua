graphene.skip("nothing to do today")
