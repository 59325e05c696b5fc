-- Crlf comment.
--
-- More
local p = graphene.params{a={type="string"}}
return 1
