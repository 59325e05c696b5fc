/* The script process's codec, for a fuzzer in Swift. */
#ifndef ROUND_TRIP_H
#define ROUND_TRIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    /* Whether the bytes were read; what came of it was written again when `count` is not zero. */
    bool is_read;
    /* Values, when a list of them was read. */
    int values;
    /* Freed by the next call. */
    const uint8_t *bytes;
    size_t count;
} round_trip;

/* Reads one value, or a count and that many, into Lua's own, and writes them again. */
round_trip read_and_write(const uint8_t *bytes, size_t count, bool is_list);

#endif
