-- wrk … -- BODIES TOKEN: posts the lines of a file, one after the other from a random one on.
local bodies, headers, at = {}, {}, 1

function init(args)
  for line in io.lines(args[1]) do bodies[#bodies + 1] = line end
  headers["content-type"] = "application/json"
  headers["authorization"] = "Bearer " .. args[2]
  math.randomseed(os.time())
  at = math.random(#bodies)
end

function request()
  at = at % #bodies + 1
  return wrk.format("POST", nil, headers, bodies[at])
end
