/* Without it, the C library hides the credentials of a peer. */
#define _GNU_SOURCE
#include "CProcess.h"

#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>

/* prctl has a variable number of arguments, which Swift does not call. */
int showcaller_set_undumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

/* Returns the length of an address. */
static socklen_t abstract_address(struct sockaddr_un *address, const char *name) {
    size_t length = strlen(name);
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    if (length > sizeof address->sun_path - 1) length = sizeof address->sun_path - 1;
    memcpy(address->sun_path + 1, name, length);
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + length);
}

int showcaller_abstract_bind(int descriptor, const char *name) {
    struct sockaddr_un address;
    socklen_t length = abstract_address(&address, name);
    return bind(descriptor, (const struct sockaddr *)&address, length);
}

int showcaller_abstract_connect(int descriptor, const char *name) {
    struct sockaddr_un address;
    socklen_t length = abstract_address(&address, name);
    return connect(descriptor, (const struct sockaddr *)&address, length);
}

int showcaller_peer(int descriptor, int *process, unsigned *user) {
    struct ucred peer;
    socklen_t length = sizeof peer;
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0) return -1;
    *process = peer.pid;
    *user = peer.uid;
    return 0;
}
