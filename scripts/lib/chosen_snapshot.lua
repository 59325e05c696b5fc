-- Chooses the snapshot that is to be used, or ends the run with why there is none.

local graphene = require "graphene"

local M = {}

-- The one of an id, however old: whoever names it has looked at it.
local function named(source, id)
  for _, snapshot in ipairs(graphene.snapshots(source)) do
    if snapshot.id == id then return snapshot end
  end
  graphene.fail(("%s has no on-demand snapshot with the id %s"):format(source.ref, id),
    { code = "not_found" })
end

-- The ids of those whose age the cloud does not tell.
local function ageless(source, label)
  local ids = {}
  for _, snapshot in ipairs(graphene.snapshots(source, { label = label })) do
    if not snapshot.created_at then ids[#ids + 1] = snapshot.id end
  end
  return ids
end

---Returns the snapshot of an id or, without one, the newest that is young enough.
---@param source table
---@param wanted { id: string?, label: string?, max_age: number }
---@param passed_over (fun(snapshot: table): boolean)? which to leave out, unless a label is given
---@return table
function M.choose(source, wanted, passed_over)
  if wanted.id then return named(source, wanted.id) end
  local options = { max_age = wanted.max_age, label = wanted.label }
  local snapshot = graphene.latest_snapshot(source, options)
  while snapshot and passed_over and not wanted.label and passed_over(snapshot) do
    options.before = snapshot.created_at
    snapshot = graphene.latest_snapshot(source, options)
  end
  if snapshot then return snapshot end
  local label = wanted.label and (" labelled " .. wanted.label) or ""
  local ids = ageless(source, wanted.label)
  if #ids > 0 then
    graphene.fail(("the cloud does not tell how old the on-demand snapshots%s of %s are: name the "
      .. "one to use with --param snapshot=ID (%s)"):format(label, source.ref,
      table.concat(ids, ", ")), { code = "not_found" })
  end
  graphene.fail(("%s has no usable on-demand snapshot%s of the last %s; scheduled ones the API "
    .. "does not show"):format(source.ref, label, graphene.time.human(wanted.max_age)),
    { code = "not_found" })
end

---Returns from when a snapshot's data is, for a person.
---@param snapshot table
---@return string
function M.time(snapshot) return tostring(snapshot.created_at or "an unknown time") end

return M
