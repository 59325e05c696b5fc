/* Lua values to bytes and back. The format is the one of ScriptWire's WireCodec, whose tests hold the
   two together: a tag byte, then
     integer  zigzag varint          float   8 bytes, little-endian
     bytes    count, bytes           list    count, values
     map      count, key, value, …   handle  kind, id (each count, bytes), a map of its fields
     opaque   the type's name (count, bytes) */
#include "internal.h"

#include <string.h>

enum { NIL, FALSE_, TRUE_, INTEGER, FLOAT, BYTES, LIST, MAP, HANDLE, OPAQUE };

static void append_byte(glua_buffer *buffer, uint8_t byte) { glua_append(buffer, &byte, 1); }

static void append_count(glua_buffer *buffer, uint64_t value) {
    uint8_t bytes[10];
    size_t count = 0;
    do {
        bytes[count++] = (uint8_t)(value & 0x7f) | (value > 0x7f ? 0x80 : 0);
        value >>= 7;
    } while (value);
    glua_append(buffer, bytes, count);
}

static void append_bytes(glua_buffer *buffer, const char *bytes, size_t count) {
    append_count(buffer, count);
    glua_append(buffer, bytes, count);
}

typedef struct {
    glua_buffer *buffer;
    const void *open[GLUA_MAX_DEPTH]; /* the tables that the value is inside of */
    int depth, values;
} encoder;

static void encode_value(lua_State *L, int index, encoder *to);

static void enter(lua_State *L, int index, encoder *to) {
    const void *table = lua_topointer(L, index);
    for (int i = 0; i < to->depth; i++)
        if (to->open[i] == table) glua_raise_problem(L, GLUA_CYCLE);
    if (to->depth == GLUA_MAX_DEPTH) glua_raise_problem(L, GLUA_TOO_DEEP);
    to->open[to->depth++] = table;
    luaL_checkstack(L, 4, NULL);
}

/* Its address is the registry's key of the tables that came as empty maps: a set with weak keys, since
   nothing in an empty table itself tells a map from a list. */
static const char empty_maps = 0;

/* The table on top came as an empty map. [-0, +0] */
static void remember_empty_map(lua_State *L) {
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &empty_maps) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_createtable(L, 0, 1);
        lua_pushliteral(L, "k");
        lua_setfield(L, -2, "__mode");
        lua_setmetatable(L, -2);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &empty_maps);
    }
    lua_pushvalue(L, -2);
    lua_pushboolean(L, 1);
    lua_rawset(L, -3);
    lua_pop(L, 1);
}

static bool came_as_map(lua_State *L, int index) {
    bool is_map = false;
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &empty_maps) == LUA_TTABLE) {
        lua_pushvalue(L, index);
        is_map = lua_rawget(L, -2) == LUA_TBOOLEAN;
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return is_map;
}

/* A list has exactly the keys 1 to n; the empty table is one, unless it came as a map. */
static bool is_list(lua_State *L, int index, lua_Unsigned *count) {
    *count = lua_rawlen(L, index);
    lua_Unsigned entries = 0;
    lua_pushnil(L);
    while (lua_next(L, index)) {
        lua_pop(L, 1);
        if (!lua_isinteger(L, -1) || (lua_Unsigned)lua_tointeger(L, -1) - 1 >= *count) {
            lua_pop(L, 1);
            return false;
        }
        entries++;
    }
    return entries == *count && (entries > 0 || !came_as_map(L, index));
}

static void encode_map(lua_State *L, int index, encoder *to) {
    uint64_t count = 0;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) count++;
    append_count(to->buffer, count);
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING && !lua_isinteger(L, -2))
            glua_raise_problem(L, GLUA_BAD_KEY);
        encode_value(L, lua_gettop(L) - 1, to);
        encode_value(L, lua_gettop(L), to);
        if (to->buffer->failed) glua_raise_problem(L, GLUA_TOO_LARGE);
    }
}

static void encode_table(lua_State *L, int index, encoder *to) {
    lua_Unsigned count;
    enter(L, index, to);
    if (is_list(L, index, &count)) {
        append_byte(to->buffer, LIST);
        append_count(to->buffer, count);
        for (lua_Unsigned i = 1; i <= count; i++) {
            lua_rawgeti(L, index, (lua_Integer)i);
            encode_value(L, lua_gettop(L), to);
            lua_pop(L, 1);
            if (to->buffer->failed) glua_raise_problem(L, GLUA_TOO_LARGE);
        }
    } else {
        append_byte(to->buffer, MAP);
        encode_map(L, index, to);
    }
    to->depth--;
}

static void encode_handle(lua_State *L, int index, glua_buffer *buffer) {
    size_t count;
    const char *bytes = glua_handle_kind(L, index, &count);
    append_byte(buffer, HANDLE);
    append_bytes(buffer, bytes, count);
    bytes = glua_handle_id(L, index, &count);
    append_bytes(buffer, bytes, count);
    append_count(buffer, 0); /* the host reads the fields for itself */
}

static void encode_value(lua_State *L, int index, encoder *to) {
    glua_buffer *buffer = to->buffer;
    int type = lua_type(L, index);
    if (++to->values > GLUA_MAX_VALUES) glua_raise_problem(L, GLUA_TOO_LARGE);
    if (type == LUA_TNIL) {
        append_byte(buffer, NIL);
    } else if (type == LUA_TBOOLEAN) {
        append_byte(buffer, lua_toboolean(L, index) ? TRUE_ : FALSE_);
    } else if (type == LUA_TNUMBER && lua_isinteger(L, index)) {
        lua_Integer value = lua_tointeger(L, index);
        append_byte(buffer, INTEGER);
        append_count(buffer, ((uint64_t)value << 1) ^ (uint64_t)(value >> 63));
    } else if (type == LUA_TNUMBER) {
        lua_Number value = lua_tonumber(L, index);
        append_byte(buffer, FLOAT);
        glua_append(buffer, &value, sizeof value);
    } else if (type == LUA_TSTRING) {
        size_t count;
        const char *bytes = lua_tolstring(L, index, &count);
        append_byte(buffer, BYTES);
        append_bytes(buffer, bytes, count);
    } else if (type == LUA_TTABLE) {
        encode_table(L, index, to);
    } else if (glua_is_handle(L, index)) {
        encode_handle(L, index, buffer);
    } else {
        const char *name = lua_typename(L, type);
        append_byte(buffer, OPAQUE);
        append_bytes(buffer, name, strlen(name));
    }
}

void glua_encode(lua_State *L, int index, glua_buffer *buffer) {
    encoder to = {.buffer = buffer};
    encode_value(L, lua_absindex(L, index), &to);
    if (buffer->failed) glua_raise_problem(L, GLUA_TOO_LARGE);
}

void glua_encode_all(lua_State *L, int first, int last, glua_buffer *buffer) {
    encoder to = {.buffer = buffer};
    append_count(buffer, last < first ? 0 : (uint64_t)(last - first + 1));
    for (int i = first; i <= last; i++) encode_value(L, i, &to);
    if (buffer->failed) glua_raise_problem(L, GLUA_TOO_LARGE);
}

typedef struct {
    const uint8_t *at, *end;
    int depth;
} decoder;

static void fail_decoding(lua_State *L) { glua_raise_problem(L, GLUA_BAD_ANSWER); }

static uint64_t take_count(lua_State *L, decoder *from) {
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        if (from->at == from->end) break;
        uint8_t byte = *from->at++;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80)) return value;
    }
    fail_decoding(L);
    return 0;
}

/* A count of things of at least one byte each, so it cannot pass what is left. */
static size_t take_length(lua_State *L, decoder *from) {
    uint64_t count = take_count(L, from);
    if (count > (uint64_t)(from->end - from->at)) fail_decoding(L);
    return (size_t)count;
}

static const char *take_bytes(lua_State *L, decoder *from, size_t *count) {
    *count = take_length(L, from);
    const char *bytes = (const char *)from->at;
    from->at += *count;
    return bytes;
}

static void decode_value(lua_State *L, decoder *from);

static size_t decode_map(lua_State *L, decoder *from) {
    size_t count = take_length(L, from);
    lua_createtable(L, 0, count > 1024 ? 1024 : (int)count);
    for (size_t i = 0; i < count; i++) {
        decode_value(L, from);
        if (lua_type(L, -1) != LUA_TSTRING && !lua_isinteger(L, -1)) fail_decoding(L);
        decode_value(L, from);
        lua_rawset(L, -3);
    }
    return count;
}

static void decode_list(lua_State *L, decoder *from) {
    size_t count = take_length(L, from);
    lua_createtable(L, count > 1024 ? 1024 : (int)count, 0);
    for (size_t i = 1; i <= count; i++) {
        decode_value(L, from);
        lua_rawseti(L, -2, (lua_Integer)i);
    }
}

static void decode_number(lua_State *L, decoder *from) {
    lua_Number value;
    if (from->end - from->at < (ptrdiff_t)sizeof value) fail_decoding(L);
    memcpy(&value, from->at, sizeof value);
    from->at += sizeof value;
    lua_pushnumber(L, value);
}

static void decode_handle(lua_State *L, decoder *from) {
    size_t kind_count, id_count;
    const char *kind = take_bytes(L, from, &kind_count);
    const char *id = take_bytes(L, from, &id_count);
    decode_map(L, from);
    glua_push_handle(L, kind, kind_count, id, id_count);
}

static void decode_value(lua_State *L, decoder *from) {
    luaL_checkstack(L, 8, NULL);
    if (from->at == from->end || from->depth > GLUA_MAX_DEPTH) fail_decoding(L);
    from->depth++;
    size_t count;
    const char *bytes;
    uint64_t integer;
    switch (*from->at++) {
    case NIL: lua_pushnil(L); break;
    case FALSE_: lua_pushboolean(L, 0); break;
    case TRUE_: lua_pushboolean(L, 1); break;
    case INTEGER:
        integer = take_count(L, from);
        lua_pushinteger(L, (lua_Integer)((integer >> 1) ^ (0 - (integer & 1))));
        break;
    case FLOAT: decode_number(L, from); break;
    case BYTES:
        bytes = take_bytes(L, from, &count);
        lua_pushlstring(L, bytes, count);
        break;
    case LIST: decode_list(L, from); break;
    case MAP:
        if (decode_map(L, from) == 0) remember_empty_map(L);
        break;
    case HANDLE: decode_handle(L, from); break;
    default: fail_decoding(L);
    }
    from->depth--;
}

const uint8_t *glua_decode(lua_State *L, const uint8_t *at, const uint8_t *end) {
    decoder from = {at, end, 0};
    decode_value(L, &from);
    return from.at;
}

int glua_decode_all(lua_State *L, const uint8_t *at, const uint8_t *end) {
    decoder from = {at, end, 0};
    size_t count = take_length(L, &from);
    luaL_checkstack(L, (int)(count > 200 ? 200 : count) + 4, NULL);
    if (count > 200) fail_decoding(L);
    for (size_t i = 0; i < count; i++) decode_value(L, &from);
    if (from.at != end) fail_decoding(L);
    return (int)count;
}
