--- What scripts for the night have in common: names by date, guards, and a replacement that goes back
--- by itself when it fails.

local names = require "runbook.names"
local guards = require "runbook.guards"
local replacing = require "runbook.replacing"

return {
  dated = names.dated,
  date_of = names.date_of,
  guard = guards.new,
  replace = replacing.replace,
}
