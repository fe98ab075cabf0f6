/* Without it, the C library hides the credentials of a peer. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>

/* prctl has a variable number of arguments, which Swift does not call. */
static inline int showcaller_set_undumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

/* Binds or connects a socket to a name that is in no file system. */
static inline int showcaller_abstract(int descriptor, const char *name, int (*call)(int, const struct sockaddr *, socklen_t)) {
    struct sockaddr_un address;
    size_t length = strlen(name);
    memset(&address, 0, sizeof address);
    address.sun_family = AF_UNIX;
    if (length > sizeof address.sun_path - 1) length = sizeof address.sun_path - 1;
    memcpy(address.sun_path + 1, name, length);
    return call(descriptor, (const struct sockaddr *)&address,
                (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + length));
}

static inline int showcaller_abstract_bind(int descriptor, const char *name) {
    return showcaller_abstract(descriptor, name, (int (*)(int, const struct sockaddr *, socklen_t))bind);
}

static inline int showcaller_abstract_connect(int descriptor, const char *name) {
    return showcaller_abstract(descriptor, name, (int (*)(int, const struct sockaddr *, socklen_t))connect);
}

/* The process that listens at the other end. Returns 0 where it can be told. */
static inline int showcaller_peer(int descriptor, int *process, unsigned *user) {
    struct ucred peer;
    socklen_t length = sizeof peer;
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0) return -1;
    *process = peer.pid;
    *user = peer.uid;
    return 0;
}
