-- What every attack of the family `grants` is run by: a script with all rights, which requires the
-- attack as a library that may only read, and hands it what scripts hand to libraries. It changes
-- nothing itself, so every change is the library's.
local db = graphene.db("staging/orders")

---Whether a call is denied, or comes to nothing.
local function fails(fn, ...)
  local ok, err = pcall(fn, ...)
  return not ok, type(err) == "table" and err.code or tostring(err)
end

local victim = {
  db = db,
  fails = fails,
  call = function(fn, ...) return fn(...) end,
  read = function(object) return object.state, object.name, object.ref end,
  show = function(object) return tostring(object), graphene.inspect(object), #graphene.json.encode(object) end,
  walk = function(object)
    local found = {}
    for key, value in pairs(object) do found[key] = value end
    return found
  end,
  compare = function(a, b) return a == b, a ~= b end,
  resume = function(co, ...) return coroutine.resume(co, ...) end,
  each = function(fn) return graphene.map({ db }, fn, { failures = "collect" }):failed() end,
  retry = function(fn) return graphene.retry(fn, { attempts = 2, backoff = 0 }) end,
  filter = function(fn) return graphene.databases { where = fn } end,
  poll = function(fn) return graphene.wait_until(fn, { timeout = 1, every = 1 }) end,
  later = function(fn)
    return graphene.parallel { function() graphene.defer(fn) end }
  end,
  catch = function(fn)
    local _, err = pcall(fn)
    return err, tostring(err), graphene.inspect(err)
  end,
  sort = function(list) table.sort(list) return list end,
  concat = function(list) return table.concat(list, ",") end,
  close = function(object) local held <close> = object return held end,
  hand = graphene.delegate(db, { "resume" }),
}

require("attack")(victim)
