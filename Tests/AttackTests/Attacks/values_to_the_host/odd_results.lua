-- attack: functions, coroutines and writers are returned
-- family: values to the host
-- promise: the host lives
-- defence: arguments checked by the host
-- expect: usage or ok

return print, coroutine.create(print), io.stdout, graphene
