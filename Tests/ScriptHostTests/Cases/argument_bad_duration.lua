-- A text that is no duration says what one looks like.
-- expect: error usage
-- expect-message: "15m"

graphene.sleep("ten minutes")
