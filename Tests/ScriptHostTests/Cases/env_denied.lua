-- An environment variable that was not granted is refused.
-- expect: error denied
-- expect-message: HOME

graphene.env("HOME")
