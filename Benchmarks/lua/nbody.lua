-- Moves the sun and four planets: floating point and table fields.
local PI = math.pi
local SOLAR_MASS, DAYS = 4 * PI * PI, 365.24

local function body(x, y, z, vx, vy, vz, mass)
  return {
    x = x, y = y, z = z, vx = vx * DAYS, vy = vy * DAYS, vz = vz * DAYS, mass = mass * SOLAR_MASS,
  }
end

local bodies = {
  body(0, 0, 0, 0, 0, 0, 1),
  body(4.84143144246472090, -1.16032004402742839, -0.103622044471123109,
    0.00166007664274403694, 0.00769901118419740425, -0.0000690460016972063023,
    0.000954791938424326609),
  body(8.34336671824457987, 4.12479856412430479, -0.403523417114321381,
    -0.00276742510726411021, 0.00499852801234917238, 0.0000230417297573763929,
    0.000285885980666130812),
  body(12.8943695621391310, -15.1111514016986312, -0.223307578892655734,
    0.00296460137564761618, 0.00237847173959480950, -0.0000296589568540237556,
    0.0000436624404335156298),
  body(15.3796971148509165, -25.9193146099879641, 0.179258772950371181,
    0.00268067772490389322, 0.00162824170038242295, -0.0000951592254519715870,
    0.0000515138902046611451),
}

local function advance(step)
  for i = 1, #bodies do
    local a = bodies[i]
    for j = i + 1, #bodies do
      local b = bodies[j]
      local dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
      local squared = dx * dx + dy * dy + dz * dz
      local pull = step / (squared * math.sqrt(squared))
      a.vx, b.vx = a.vx - dx * b.mass * pull, b.vx + dx * a.mass * pull
      a.vy, b.vy = a.vy - dy * b.mass * pull, b.vy + dy * a.mass * pull
      a.vz, b.vz = a.vz - dz * b.mass * pull, b.vz + dz * a.mass * pull
    end
  end
  for _, a in ipairs(bodies) do
    a.x, a.y, a.z = a.x + step * a.vx, a.y + step * a.vy, a.z + step * a.vz
  end
end

for _ = 1, 80000 do advance(0.01) end
print(("%.9f"):format(bodies[1].x))
