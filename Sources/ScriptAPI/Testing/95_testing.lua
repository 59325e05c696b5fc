-- What a test's file has beside what every script has: `test`, `expect`, and the cloud that a test
-- gets. Only `graphene test` sends this chunk.
local vm = ...
local lib = vm.lib
local errors, names, inspect, readonly = lib.errors, lib.names, lib.inspect, lib.readonly

local type, pairs, ipairs, next, rawget, rawequal = type, pairs, ipairs, next, rawget, rawequal
local format, gsub, find, match = string.format, string.gsub, string.find, string.match

-- The test to run in this process, once the file has run to its end.
---@type function?
local chosen
local is_testing = false
-- Every `expect(…)` whose sentence has no end yet, with its place.
---@type table<table, boolean>
local open = {}

local LONGEST, WHOLE = 200, 400

---A value on one line, cut when it is long.
---@param value any
---@param longest? integer
---@return string
local function show(value, longest)
  longest = longest or LONGEST
  local text = gsub(inspect.text(value, 4), "%s*\n%s*", " ")
  if #text > longest then text = text:sub(1, utf8.offset(text, 0, longest + 1) - 1) .. "…" end
  return text
end

---@param message string
---@param fields? table
local function fail(message, fields) return errors.raise("unhealthy", message, fields) end

---A key as it follows the name of a table.
---@param key any
---@return string
local function step(key)
  if type(key) == "string" and find(key, "^[%a_][%w_]*$") then return "." .. key end
  return "[" .. show(key, 60) .. "]"
end

---Whether two values are the same data; else where they first differ, and what stands there.
---@param expected any
---@param given any
---@param path string
---@param seen table<table, table>
---@return boolean same, string? path, any expected, any given
local function same(expected, given, path, seen)
  if rawequal(expected, given) then return true end
  local kind = vm.kind_of(expected)
  if kind or vm.kind_of(given) then
    return kind == vm.kind_of(given) and expected == given, path, expected, given
  end
  if type(expected) ~= "table" or type(given) ~= "table" or vm.is_error(expected)
    or vm.is_error(given) then
    return false, path, expected, given
  end
  expected, given = lib.plain.top(expected), lib.plain.top(given)
  if rawequal(seen[expected], given) then return true end
  seen[expected] = given
  for key, value in next, expected do
    local ok, where, wanted, found = same(value, rawget(given, key), path .. step(key), seen)
    if not ok then return false, where, wanted, found end
  end
  for key, value in next, given do
    if rawget(expected, key) == nil then return false, path .. step(key), nil, value end
  end
  return true
end

local matchers = {}

function matchers.to_equal(value, expected)
  local ok, path, wanted, found = same(expected, value, "", {})
  if ok then return value end
  if path == "" then
    return fail(format("expected %s, given %s", show(expected), show(value)))
  end
  return fail(format("expected %s at %s, given %s; the whole is %s", show(wanted), path,
    show(found), show(value, WHOLE)))
end

function matchers.to_not_equal(value, unexpected)
  if not same(unexpected, value, "", {}) then return value end
  return fail(format("expected anything but %s, given that", show(unexpected)))
end

function matchers.to_contain(value, part)
  if type(value) == "string" then
    if type(part) ~= "string" then
      errors.usage("expect(…).to_contain: a text contains text, not " .. names.given(part))
    end
    if find(value, part, 1, true) then return value end
    return fail(format("expected a text that contains %s, given %s", show(part), show(value, WHOLE)))
  end
  if type(value) ~= "table" then
    return fail(format("expected a text or a list that contains %s, given %s", show(part),
      show(value)))
  end
  for _, element in ipairs(value) do
    if same(part, element, "", {}) then return value end
  end
  return fail(format("expected a list that contains %s, given %s", show(part), show(value, WHOLE)))
end

function matchers.to_match(value, pattern)
  if type(pattern) ~= "string" then
    errors.usage("expect(…).to_match: `pattern` must be a string, not " .. names.given(pattern))
  end
  if type(value) == "string" and find(value, pattern) then return value end
  return fail(format("expected a text that matches %s, given %s", show(pattern),
    show(value, WHOLE)))
end

---@param code any
local function check_code(code)
  for _, codes in ipairs { errors.codes, errors.host_codes } do
    for _, known in ipairs(codes) do
      if code == nil or known == code then return end
    end
  end
  errors.usage(format("expect(…).to_raise: there is no code %s%s", names.given(code),
    names.did_you_mean(code, errors.codes)))
end

function matchers.to_raise(value, code)
  check_code(code)
  if type(value) ~= "function" then
    errors.usage("expect(…).to_raise: the value must be a function, not " .. names.given(value),
      "write expect(function() … end).to_raise(…)")
  end
  local wanted = code and format("the error `%s`", code) or "an error"
  local ok, raised = vm.pcall(value)
  if ok then
    return fail(format("expected %s, but none was raised; it returned %s", wanted, show(raised)))
  end
  local err = errors.from(raised)
  if code == nil or rawget(err, "code") == code then return err end
  return fail(format("expected %s, given %s", wanted, errors.summary(err)),
    { hint = rawget(err, "hint"), cause = err })
end

---@param owner string what stands before the colon, or should stand before a dot
---@param name string
---@param first any
local function refuse_colon(owner, name, first)
  if readonly.name(first) ~= owner then return end
  errors.usage(format("%s.%s was called with a colon", owner, name),
    format("write %s.%s(…), with a dot", owner, name))
end

---`expect(value)`: what can be expected of it.
---@param value any
---@return table
local function expect(value)
  local script, line = vm.where()
  local place, ends = { script = script, line = line }, {}
  open[place] = true
  for name, matcher in pairs(matchers) do
    ends[name] = vm.framed(function(...)
      refuse_colon("expect(…)", name, (...))
      open[place] = nil
      return matcher(value, (...))
    end, lib.graphene.SCRIPT)
  end
  return readonly.new(readonly.metatable("expect(…)", ends))
end

---Fails a test that began a sentence and said nothing.
local function check_open()
  local first
  for place in pairs(open) do
    if not first or place.line < first.line then first = place end
  end
  if not first then return end
  return fail("this `expect` expects nothing", {
    script = first.script, line = first.line, hint = "say what: expect(…).to_equal(…)",
  })
end

---`test(name, fn)`: declares a test.
---@param name string
---@param fn fun(cloud: table)
local function test(name, fn)
  if type(name) ~= "string" or not find(name, "%S") or find(name, "%c") then
    errors.usage("test: `name` must be a line of text, not " .. names.given(name))
  end
  if type(fn) ~= "function" then
    errors.usage("test: `fn` must be a function, not " .. names.given(fn),
      'write test("…", function(cloud) … end)')
  end
  if is_testing then
    errors.usage("a test cannot declare another one", "declare them one after the other")
  end
  local script, line = vm.where()
  if vm.perform("testing.declare", name, script, line) then chosen = fn end
end

local members = {}
for _, entry in ipairs(vm.testing) do
  local name = match(entry, "^cloud%.(.+)$")
  if name then
    members[name] = vm.framed(function(...)
      refuse_colon("cloud", name, (...))
      return vm.perform(entry, ...)
    end, lib.graphene.SCRIPT)
  end
end
local cloud = readonly.new(readonly.metatable("cloud", members))

local globals = lib.standard.globals
function lib.standard.globals()
  local env = globals()
  env.test, env.expect = vm.framed(test, lib.graphene.SCRIPT), vm.framed(expect)
  return env
end

---Called last, the test is not named by a name of ours in an error's place.
local function run_chosen() return chosen(cloud) end

---The same of the file itself.
local function run_file(chunk) return chunk() end

local main = lib.modules.main
function lib.modules.main(source, chunkname)
  local chunk = main(source, chunkname)
  return function()
    run_file(chunk)
    if not chosen then return end
    is_testing = true
    run_chosen()
    check_open()
  end
end
