#ifndef CPRELUDE_H
#define CPRELUDE_H

#include <stddef.h>

/* One Lua file of the prelude; the text is not terminated. */
typedef struct {
    const char *name;
    const unsigned char *source;
    size_t size;
} prelude_chunk;

/* The chunk at a place in the order in which they are to be run; NULL behind the last. */
const prelude_chunk *prelude_chunk_at(size_t index);

#endif
