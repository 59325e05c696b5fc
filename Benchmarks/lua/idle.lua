-- Waits, so that the memory of its process can be looked at.
graphene.sleep(3)
