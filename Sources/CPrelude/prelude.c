#include "CPrelude.h"

/* The compiler takes #embed in every C standard, and says each time that it is new. */
#pragma clang diagnostic ignored "-Wc23-extensions"

/* One array a file, so that the Lua stays in files of its own and nothing is read at run time. */
static const unsigned char chunk_10_names[] = {
#embed "../ScriptAPI/Prelude/10_names.lua"
};
static const unsigned char chunk_15_inspect[] = {
#embed "../ScriptAPI/Prelude/15_inspect.lua"
};
static const unsigned char chunk_20_errors[] = {
#embed "../ScriptAPI/Prelude/20_errors.lua"
};
static const unsigned char chunk_25_absent[] = {
#embed "../ScriptAPI/Prelude/25_absent.lua"
};
static const unsigned char chunk_30_calendar[] = {
#embed "../ScriptAPI/Prelude/30_calendar.lua"
};
static const unsigned char chunk_35_writers[] = {
#embed "../ScriptAPI/Prelude/35_writers.lua"
};
static const unsigned char chunk_40_standard[] = {
#embed "../ScriptAPI/Prelude/40_standard.lua"
};
static const unsigned char chunk_45_arguments[] = {
#embed "../ScriptAPI/Prelude/45_arguments.lua"
};
static const unsigned char chunk_50_readonly[] = {
#embed "../ScriptAPI/Prelude/50_readonly.lua"
};
static const unsigned char chunk_52_handles[] = {
#embed "../ScriptAPI/Prelude/52_handles.lua"
};
static const unsigned char chunk_54_times[] = {
#embed "../ScriptAPI/Prelude/54_times.lua"
};
static const unsigned char chunk_56_results[] = {
#embed "../ScriptAPI/Prelude/56_results.lua"
};
static const unsigned char chunk_60_scopes[] = {
#embed "../ScriptAPI/Prelude/60_scopes.lua"
};
static const unsigned char chunk_64_concurrency[] = {
#embed "../ScriptAPI/Prelude/64_concurrency.lua"
};
static const unsigned char chunk_66_waiting[] = {
#embed "../ScriptAPI/Prelude/66_waiting.lua"
};
static const unsigned char chunk_70_data[] = {
#embed "../ScriptAPI/Prelude/70_data.lua"
};
static const unsigned char chunk_72_table[] = {
#embed "../ScriptAPI/Prelude/72_table.lua"
};
static const unsigned char chunk_80_graphene[] = {
#embed "../ScriptAPI/Prelude/80_graphene.lua"
};
static const unsigned char chunk_85_modules[] = {
#embed "../ScriptAPI/Prelude/85_modules.lua"
};
static const unsigned char chunk_90_main[] = {
#embed "../ScriptAPI/Prelude/90_main.lua"
};

#define CHUNK(name) {#name, chunk_##name, sizeof chunk_##name}

static const prelude_chunk chunks[] = {
    CHUNK(10_names),
    CHUNK(15_inspect),
    CHUNK(20_errors),
    CHUNK(25_absent),
    CHUNK(30_calendar),
    CHUNK(35_writers),
    CHUNK(40_standard),
    CHUNK(45_arguments),
    CHUNK(50_readonly),
    CHUNK(52_handles),
    CHUNK(54_times),
    CHUNK(56_results),
    CHUNK(60_scopes),
    CHUNK(64_concurrency),
    CHUNK(66_waiting),
    CHUNK(70_data),
    CHUNK(72_table),
    CHUNK(80_graphene),
    CHUNK(85_modules),
    CHUNK(90_main),
};

const prelude_chunk *prelude_chunk_at(size_t index) {
    return index < sizeof chunks / sizeof chunks[0] ? &chunks[index] : NULL;
}
