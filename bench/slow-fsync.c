/*
 * Preloaded into Postgres (LD_PRELOAD), makes each wait for the disk 1 ms longer: the disk of an ordinary cloud machine.
 * Postgres makes the WAL durable with fdatasync (wal_sync_method on Linux) and tables with fsync.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

typedef int (*sync_function)(int);

static int slowly(const char *name, int descriptor) {
  struct timespec pause = {0, 1000000};
  nanosleep(&pause, 0);
  return ((sync_function)dlsym(RTLD_NEXT, name))(descriptor);
}

int fdatasync(int descriptor) { return slowly("fdatasync", descriptor); }
int fsync(int descriptor) { return slowly("fsync", descriptor); }
