/* System calls that Swift's Glibc module does not offer: GNU extensions and variadic functions. */
#ifndef CLINUX_H
#define CLINUX_H

#include <poll.h>
#include <stdint.h>

/* A non-blocking event counter, closed on exec; -1 when no descriptor is left. */
int glinux_event_counter(void);

/* poll(2) with a timeout in nanoseconds; negative waits without end. */
int glinux_poll(struct pollfd *descriptors, unsigned long count, int64_t nanoseconds);

/* Blocks SIGINT and SIGTERM in this thread and those it starts, and returns a descriptor that
   receives them; -1 on failure. */
int glinux_signal_descriptor(void);

/* The next signal that arrived there, or 0 when none is waiting. */
int glinux_next_signal(int descriptor);

#endif
