/* prelude-compiler OUTPUT.swift CHUNK.lua...: compiles the chunks to the bytecode of the liblua that
   the script process is linked with, as a Swift enum called like the file. It is part of the build alone. */
#include <lua5.4/lauxlib.h>
#include <lua5.4/lua.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* CLuaBridge knows its own chunks by this name. */
#define OWN_CHUNK "=graphene"

/* Swift has no literal for bytes that compiles quickly but a string. */
typedef struct {
    FILE *file;
    unsigned bits;
    int count;
} base64;

static void put_digit(base64 *to, unsigned value) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    fputc(digits[value & 63], to->file);
}

static int write_bytes(lua_State *L, const void *bytes, size_t count, void *context) {
    (void)L;
    base64 *to = context;
    for (size_t at = 0; at < count; at++) {
        to->bits = to->bits << 8 | ((const unsigned char *)bytes)[at];
        if (++to->count % 3 != 0) continue;
        for (int shift = 18; shift >= 0; shift -= 6) put_digit(to, to->bits >> shift);
        to->bits = 0;
    }
    return ferror(to->file);
}

static void write_rest(base64 *to) {
    int rest = to->count % 3;
    if (rest == 0) return;
    unsigned bits = to->bits << (rest == 1 ? 16 : 8);
    for (int digit = 0; digit <= rest; digit++) put_digit(to, bits >> (18 - 6 * digit));
    fputs(rest == 1 ? "==" : "=", to->file);
}

/* The file's name without its folder and its extension. */
static void write_name(const char *path, FILE *output) {
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    fprintf(output, "%.*s", (int)strcspn(name, "."), name);
}

static int compile(const char *path, FILE *output) {
    lua_State *L = luaL_newstate();
    FILE *file = freopen(path, "r", stdin);
    static char source[1 << 20];
    size_t count = file == NULL ? 0 : fread(source, 1, sizeof source, file);
    if (count == 0 || count == sizeof source) return perror(path), 1;
    int status = luaL_loadbufferx(L, source, count, OWN_CHUNK, "t");
    if (status != LUA_OK) {
        fprintf(stderr, "%s: error: %s\n", path, lua_tostring(L, -1));
    } else {
        base64 to = {.file = output};
        fputs("        (\"", output);
        write_name(path, output);
        fputs("\", \"", output);
        status = lua_dump(L, write_bytes, &to, 0);
        write_rest(&to);
        fputs("\"),\n", output);
    }
    lua_close(L);
    return status != 0;
}

int main(int count, char **arguments) {
    if (count < 3) return 2;
    FILE *output = fopen(arguments[1], "w");
    if (output == NULL) return perror(arguments[1]), 1;
    fputs("enum ", output);
    write_name(arguments[1], output);
    fputs(" {\n", output);
    fputs("    static let chunks: [(name: String, base64: String)] = [\n", output);
    for (int at = 2; at < count; at++)
        if (compile(arguments[at], output) != 0) return 1;
    fputs("    ]\n}\n", output);
    return fclose(output) != 0;
}
