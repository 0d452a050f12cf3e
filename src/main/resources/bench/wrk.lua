-- Sends the requests of a file, which kepu.bench.load.Requests wrote: each has its length in bytes on a line before it.
-- Arguments: the file, how many threads share it out, and how many requests were sent before.

local threads = 0

function setup(thread)
   thread:set("number", threads)
   threads = threads + 1
end

local mine = {}
local at = 0

function init(args)
   local file = assert(io.open(args[1], "rb"))
   local shares = tonumber(args[2])
   local index = 0
   while true do
      local length = file:read("*l")
      if not length then break end
      local request = file:read(tonumber(length))
      if index % shares == number then mine[#mine + 1] = request end
      index = index + 1
   end
   file:close()
   at = math.floor(tonumber(args[3]) / shares) % #mine
end

function request()
   at = at % #mine + 1
   return mine[at]
end
