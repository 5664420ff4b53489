// Preloaded into the server by the crash test: a disk that is watched, and can be full. Nothing of it is in the server.
//   DISK_FILES  files whose path holds this text are watched
//   DISK_TRACE  where each write and each sync of them is written down, as it returned
//   DISK_FULL   while this file exists there is room for as many bytes as it has; the write that passes them is cut, ENOSPC
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST 4096
static int trace = -1;
static const char *watched, *full;
// Which watched file a descriptor is of: 0 none, 1 the database, 2 its WAL.
static char file_of[MOST];

#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("DISK_TRACE");
  watched = getenv("DISK_FILES");
  full = getenv("DISK_FULL");
  if (path) trace = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

struct record { uint8_t what, file, pad[6]; uint64_t offset, length; };

static int watching(int fd) { return fd >= 0 && fd < MOST && file_of[fd]; }

static void note(char what, char file, uint64_t offset, const void *data, uint64_t length, int with) {
  if (trace < 0) return;
  struct record head = {(uint8_t)what, (uint8_t)file, {0}, offset, length};
  struct iovec parts[2] = {{&head, sizeof head}, {(void *)data, with ? length : 0}};
  int before = errno;
  if (writev(trace, parts, with ? 2 : 1) < 0) abort();
  errno = before;
}

static char watched_file(const char *path) {
  if (!watched || !path || !strstr(path, watched)) return 0;
  size_t length = strlen(path);
  if (length > 4 && !strcmp(path + length - 4, "-wal")) return 2;
  return length > 3 && !strcmp(path + length - 3, ".db");
}

static int opened(int fd, const char *path) {
  if (fd >= 0 && fd < MOST) file_of[fd] = watched_file(path);
  return fd;
}

#define MODE(flags) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }

int open(const char *path, int flags, ...) { REAL(open); MODE(flags) return opened(real(path, flags, mode), path); }
int open64(const char *path, int flags, ...) { REAL(open64); MODE(flags) return opened(real(path, flags, mode), path); }
int openat(int at, const char *path, int flags, ...) { REAL(openat); MODE(flags) return opened(real(at, path, flags, mode), path); }
int openat64(int at, const char *path, int flags, ...) { REAL(openat64); MODE(flags) return opened(real(at, path, flags, mode), path); }

int close(int fd) {
  REAL(close);
  if (fd >= 0 && fd < MOST) file_of[fd] = 0;
  return real(fd);
}

// How much of a write finds room.
static size_t room_for(size_t length) {
  static int64_t left = -1;
  struct stat about;
  if (!full || stat(full, &about)) {
    left = -1;
    return length;
  }
  if (left < 0) left = about.st_size;
  size_t fits = (int64_t)length <= left ? length : (size_t)left;
  left -= fits;
  return fits;
}

#define WRITE_AT(name, type) \
  ssize_t name(int fd, const void *data, size_t length, type offset) { \
    REAL(name); \
    if (!watching(fd)) return real(fd, data, length, offset); \
    size_t fits = room_for(length); \
    ssize_t done = fits ? real(fd, data, fits, offset) : 0; \
    if (done > 0) note('w', file_of[fd], offset, data, done, 1); \
    if (fits == length) return done; \
    errno = ENOSPC; \
    return -1; \
  }
WRITE_AT(pwrite, off_t)
WRITE_AT(pwrite64, off64_t)

ssize_t write(int fd, const void *data, size_t length) {
  REAL(write);
  if (!watching(fd)) return real(fd, data, length);
  off_t offset = lseek(fd, 0, SEEK_CUR);
  size_t fits = room_for(length);
  ssize_t done = fits ? real(fd, data, fits) : 0;
  if (done > 0) note('w', file_of[fd], offset, data, done, 1);
  if (fits == length) return done;
  errno = ENOSPC;
  return -1;
}

int unlink(const char *path) {
  REAL(unlink);
  int done = real(path);
  char file = watched_file(path);
  if (done == 0 && file) note('u', file, 0, 0, 0, 0);
  return done;
}

#define CUT(name, type) \
  int name(int fd, type length) { \
    REAL(name); \
    int done = real(fd, length); \
    if (done == 0 && watching(fd)) note('t', file_of[fd], 0, 0, length, 0); \
    return done; \
  }
CUT(ftruncate, off_t)
CUT(ftruncate64, off64_t)

#define SYNC(name) \
  int name(int fd) { \
    REAL(name); \
    int done = real(fd); \
    if (done == 0 && watching(fd)) note('s', file_of[fd], 0, 0, 0, 0); \
    return done; \
  }
SYNC(fsync)
SYNC(fdatasync)
