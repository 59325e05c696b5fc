/* Stands in for graphene-vm: plays the file `steps` beside the path it was started by, with the host
   at descriptor 3, as fast as it can. A step is a letter, a count (four bytes, little-endian) and that
   many bytes:
     S  send the bytes to the host            H  wait for a frame of the host's
     W  write the bytes to stderr             C  close the channel
     X  exit with the status in the first     K  end by the signal in the first
     F  leave a child behind that holds the channel open
     B  compute for so many milliseconds      L  read until the host goes away
   After the last step it reads until the host is quiet for a moment, and exits. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { HOST = 3, PATIENCE = 25 /* ms */, QUIET = 2 /* ms */ };

static const uint8_t *map_steps(size_t *count) {
    char path[4096];
    const char *own = (const char *)getauxval(AT_EXECFN);
    const char *slash = strrchr(own, '/');
    snprintf(path, sizeof path, "%.*s/steps", slash ? (int)(slash - own) : 1, slash ? own : ".");
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &status) != 0) exit(90);
    *count = (size_t)status.st_size;
    if (*count == 0) return NULL;
    void *steps = mmap(NULL, *count, PROT_READ, MAP_PRIVATE, file, 0);
    return steps == MAP_FAILED ? NULL : steps;
}

/* Reads what is there, or comes within so many milliseconds; 0 when nothing did or all is over. */
static size_t hear(uint8_t *into, size_t count, int milliseconds) {
    struct pollfd host = {.fd = HOST, .events = POLLIN};
    if (poll(&host, 1, milliseconds) <= 0) return 0;
    ssize_t got = read(HOST, into, count);
    return got > 0 ? (size_t)got : 0;
}

static void hear_frame(void) {
    static uint8_t buffer[65536];
    uint8_t header[4];
    size_t got = 0;
    while (got < 4) {
        size_t more = hear(header + got, 4 - got, PATIENCE);
        if (more == 0) return;
        got += more;
    }
    size_t left = header[0] | header[1] << 8 | header[2] << 16 | (size_t)header[3] << 24;
    while (left > 0) {
        size_t more = hear(buffer, left < sizeof buffer ? left : sizeof buffer, PATIENCE);
        if (more == 0) return;
        left -= more;
    }
}

/* Writes without ever waiting for good: the host's answers are read when it takes nothing. */
static void say(const uint8_t *bytes, size_t count) {
    static uint8_t buffer[65536];
    while (count > 0) {
        ssize_t sent = send(HOST, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent > 0) {
            bytes += sent;
            count -= (size_t)sent;
            continue;
        }
        struct pollfd host = {.fd = HOST, .events = POLLIN | POLLOUT};
        if (poll(&host, 1, 2000) <= 0) exit(91);
        if (host.revents & POLLIN && read(HOST, buffer, sizeof buffer) <= 0) exit(92);
        if (host.revents & (POLLERR | POLLHUP)) exit(93);
    }
}

static void hear_all(int milliseconds) {
    static uint8_t buffer[65536];
    while (hear(buffer, sizeof buffer, milliseconds) > 0) {}
}

static void compute(unsigned milliseconds) {
    struct timespec start, now;
    clock_gettime(CLOCK_MONOTONIC, &start);
    do clock_gettime(CLOCK_MONOTONIC, &now);
    while ((now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1000000
           < (long)milliseconds);
}

static void play(uint8_t step, const uint8_t *bytes, size_t count) {
    uint8_t first = count > 0 ? bytes[0] : 0;
    switch (step) {
    case 'S': say(bytes, count); break;
    case 'H': hear_frame(); break;
    case 'W':
        if (write(2, bytes, count) < 0) exit(94);
        break;
    case 'C': close(HOST); break;
    case 'X': _exit(first);
    case 'K': raise(first); break;
    case 'B': compute(first); break;
    case 'L': hear_all(-1); break;
    case 'F':
        if (fork() == 0) {
            sleep(2);
            _exit(0);
        }
        break;
    }
}

int main(void) {
    size_t count, at = 0;
    const uint8_t *steps = map_steps(&count);
    while (steps && count - at >= 5) {
        size_t length = steps[at + 1] | steps[at + 2] << 8 | steps[at + 3] << 16
                        | (size_t)steps[at + 4] << 24;
        uint8_t step = steps[at];
        at += 5;
        if (length > count - at) return 95;
        play(step, steps + at, length);
        at += length;
    }
    hear_all(QUIET);
    return 0;
}
