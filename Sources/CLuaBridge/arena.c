/* The Lua heap: one region at one address, so that whatever depends on addresses (table order) is
   the same in every process, and one limit on what is in use. Blocks are kept in lists by size
   class; Lua tells the size of what it frees, so blocks carry no header. A block never leaves its
   class, so a script may fill one small class after another: what the process holds for that has a
   limit too, twice the first. */
#define _GNU_SOURCE
#include "internal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define SMALL_STEP 16
#define SMALL_LIMIT 512
#define SMALL_CLASSES (SMALL_LIMIT / SMALL_STEP)
#define LARGE_CLASSES 128 /* four to each doubling above SMALL_LIMIT */
#define PINNED_ADDRESS ((void *)0x100000000000)
/* Freed blocks from here on give their pages back. */
#define RETURN_LIMIT (32 * 1024)
#define PAGE 4096

/* What is free is out of bounds to AddressSanitizer, which knows nothing of blocks of ours. */
#if __has_feature(address_sanitizer)
void __asan_poison_memory_region(void const volatile *start, size_t count);
void __asan_unpoison_memory_region(void const volatile *start, size_t count);
#define FORBID(start, count) __asan_poison_memory_region(start, count)
#define ALLOW(start, count) __asan_unpoison_memory_region(start, count)
#else
#define FORBID(start, count) ((void)0)
#define ALLOW(start, count) ((void)0)
#endif

typedef struct free_block {
    struct free_block *next;
} free_block;

struct glua_arena {
    char *base, *top, *end;
    /* Of the limit the spare part is only for what must be said when there is no more. */
    size_t limit, spare, used, peak;
    /* Pages that have been touched and not given back, whether or not in use. */
    size_t held;
    bool is_lent;
    free_block *lists[SMALL_CLASSES + LARGE_CLASSES];
};

size_t glua_address_space(size_t limit) {
    size_t most = SIZE_MAX / 8;
    /* Only touched pages cost memory; the rest is room for size classes that stand empty. */
    return ((limit < most ? limit : most) * 4 + (64u << 20)) & ~(size_t)(PAGE - 1);
}

glua_arena *glua_arena_open(size_t limit, bool is_pinned) {
    glua_arena *arena = calloc(1, sizeof *arena);
    if (!arena) return NULL;
    size_t reserve = glua_address_space(limit);
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    void *base = mmap(is_pinned ? PINNED_ADDRESS : NULL, reserve, PROT_READ | PROT_WRITE,
                      flags | (is_pinned ? GLUA_MAP_PINNED : 0), -1, 0);
    if (base == MAP_FAILED) {
        free(arena);
        return NULL;
    }
    arena->base = arena->top = base;
    arena->end = arena->base + reserve;
    arena->limit = limit;
    arena->spare = limit / 64;
    return arena;
}

bool glua_arena_lend(glua_arena *arena, bool is_lent) {
    bool was_lent = arena->is_lent;
    arena->is_lent = is_lent;
    return was_lent;
}

void glua_arena_close(glua_arena *arena) {
    ALLOW(arena->base, (size_t)(arena->top - arena->base));
    munmap(arena->base, (size_t)(arena->end - arena->base));
    free(arena);
}

size_t glua_arena_peak(const glua_arena *arena) { return arena->peak; }

void glua_arena_renew(glua_arena *arena) {
    arena->is_lent = false;
    arena->peak = arena->used;
}

static int class_of(size_t size, size_t *rounded) {
    if (size <= SMALL_LIMIT) {
        int index = (int)((size + SMALL_STEP - 1) / SMALL_STEP) - 1;
        *rounded = (size_t)(index + 1) * SMALL_STEP;
        return index;
    }
    int shift = 63 - __builtin_clzll(size - 1); /* 2^shift < size <= 2^(shift+1), shift >= 9 */
    size_t step = (size_t)1 << (shift - 2);
    size_t quarter = (size - 1 - ((size_t)1 << shift)) / step;
    *rounded = ((size_t)1 << shift) + (quarter + 1) * step;
    int index = (shift - 9) * 4 + (int)quarter;
    return index < LARGE_CLASSES ? SMALL_CLASSES + index : -1;
}

static void *take(glua_arena *arena, size_t size) {
    size_t rounded;
    int class = class_of(size, &rounded);
    if (class < 0) return NULL;
    free_block *block = arena->lists[class];
    bool is_touched = !block || rounded >= RETURN_LIMIT;
    if (is_touched && rounded > arena->limit * 2 - arena->held) return NULL;
    if (is_touched) arena->held += rounded;
    if (block) {
        ALLOW(block, rounded);
        arena->lists[class] = block->next;
        return block;
    }
    if ((size_t)(arena->end - arena->top) < rounded) return NULL;
    void *fresh = arena->top;
    arena->top += rounded;
    return fresh;
}

static void give(glua_arena *arena, void *block, size_t size) {
    size_t rounded;
    int class = class_of(size, &rounded);
    if (rounded >= RETURN_LIMIT) {
        arena->held -= rounded;
        char *first = (char *)(((uintptr_t)block + PAGE) & ~(uintptr_t)(PAGE - 1));
        char *last = (char *)(((uintptr_t)block + rounded) & ~(uintptr_t)(PAGE - 1));
        madvise(first, (size_t)(last - first), MADV_DONTNEED);
    }
    free_block *freed = block;
    freed->next = arena->lists[class];
    arena->lists[class] = freed;
    FORBID(freed, rounded);
}

static void *resize(glua_arena *arena, void *block, size_t old_size, size_t new_size) {
    size_t old_rounded, new_rounded;
    class_of(old_size, &old_rounded);
    class_of(new_size, &new_rounded);
    if (old_rounded == new_rounded) return block;
    void *moved = take(arena, new_size);
    /* A shrink must never fail; a block that stays is only larger than its new class needs. */
    if (!moved) return new_size < old_size ? block : NULL;
    memcpy(moved, block, old_size < new_size ? old_size : new_size);
    give(arena, block, old_size);
    return moved;
}

void *glua_arena_allocate(void *context, void *block, size_t old_size, size_t new_size) {
    glua_arena *arena = context;
    if (!block) old_size = 0; /* then it is a type tag */
    if (new_size == 0) {
        if (block) give(arena, block, old_size);
        arena->used -= old_size;
        return NULL;
    }
    size_t limit = arena->is_lent ? arena->limit : arena->limit - arena->spare;
    if (new_size > old_size && arena->used + (new_size - old_size) > limit) return NULL;
    void *result = block ? resize(arena, block, old_size, new_size) : take(arena, new_size);
    if (!result) return NULL;
    arena->used += new_size - old_size;
    if (arena->used > arena->peak) arena->peak = arena->used;
    return result;
}
