-- Written by `graphene types`; it holds ccfe72a1e5bd30a3.
-- A script has these globals and no others; `luacheck` reads this file in their folder.
std = "graphene"
exclude_files = { ".graphene" }
max_line_length = false

stds.graphene = {
  read_globals = {
    "_G", "_VERSION", "assert", "collectgarbage", "error", "getmetatable", "ipairs", "load",
    "next", "pairs", "pcall", "print", "rawequal", "rawget", "rawlen", "rawset", "require",
    "select", "setmetatable", "tonumber", "tostring", "type", "xpcall",
    coroutine = {
      fields = {
        close = {}, create = {}, isyieldable = {}, resume = {}, running = {}, status = {},
        wrap = {}, yield = {},
      },
    },
    debug = {
      fields = {
        traceback = {},
      },
    },
    io = {
      fields = {
        stderr = {}, stdout = {}, write = {},
      },
    },
    math = {
      fields = {
        abs = {}, acos = {}, asin = {}, atan = {}, ceil = {}, cos = {}, deg = {}, exp = {},
        floor = {}, fmod = {}, huge = {}, log = {}, max = {}, maxinteger = {}, min = {},
        mininteger = {}, modf = {}, pi = {}, rad = {}, random = {}, randomseed = {}, sin = {},
        sqrt = {}, tan = {}, tointeger = {}, type = {}, ult = {},
      },
    },
    os = {
      fields = {
        clock = {}, date = {}, difftime = {}, time = {},
      },
    },
    package = {
      fields = {
        config = {},
      },
    },
    string = {
      fields = {
        byte = {}, char = {}, find = {}, format = {}, gmatch = {}, gsub = {}, len = {},
        lower = {}, match = {}, pack = {}, packsize = {}, rep = {}, reverse = {}, sub = {},
        unpack = {}, upper = {},
      },
    },
    table = {
      fields = {
        concat = {}, insert = {}, move = {}, pack = {}, remove = {}, sort = {}, unpack = {},
      },
    },
    utf8 = {
      fields = {
        char = {}, charpattern = {}, codepoint = {}, codes = {}, len = {}, offset = {},
      },
    },
    graphene = {
      fields = {
        environments = {}, environment = {}, databases = {}, db = {}, find_db = {}, status = {},
        create = {}, ensure_db = {}, clone = {}, create_from_snapshot = {}, pause = {},
        resume = {}, restart = {}, snapshots = {}, latest_snapshot = {}, snapshot = {},
        restore = {}, delete = {}, switch_dns = {}, probe = {}, plans = {}, versions = {},
        resize = {}, settings = {}, set_settings = {}, plugins = {}, install_plugin = {},
        remove_plugin = {}, operation = {}, wait = {}, wait_until = {}, sleep = {}, retry = {},
        map = {}, parallel = {}, defer = {}, on_error = {}, skip = {}, fail = {}, confirm = {},
        params = {}, env = {}, limits = {}, delegate = {}, duration = {}, output = {},
        table = {}, inspect = {}, api = {},
        time = {
          fields = {
            now = {}, parse = {}, ago = {}, since = {}, human = {}, stopwatch = {},
          },
        },
        log = {
          fields = {
            debug = {}, info = {}, warn = {}, error = {},
          },
        },
        json = {
          fields = {
            encode = {}, decode = {}, null = {},
          },
        },
        run = {
          fields = {
            id = {}, short_id = {}, date = {}, script = {}, hash = {}, attempt = {},
            resumed = {}, mode = {}, started_at = {}, libraries = {},
          },
        },
      },
    },
  },
}

files["**/*_test.lua"] = { read_globals = { "expect", "test" } }
