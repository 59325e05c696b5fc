-- Deferred functions run in reverse order when the script ends.
-- expect: ok
-- expect-output: body\nhandler 3\nhandler 2\nhandler 1

for i = 1, 3 do
  graphene.defer(function() print("handler " .. i) end)
end
print("body")
