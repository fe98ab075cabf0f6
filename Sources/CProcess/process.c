/* Without it, the C library hides the credentials of a peer. */
#define _GNU_SOURCE
#include "CProcess.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>

/* prctl has a variable number of arguments, which Swift does not call. AddressSanitizer's search for leaks reads the memory as a
   debugger does, which this forbids. */
int showcaller_set_undumpable(void) {
#if defined(__has_feature) && __has_feature(address_sanitizer)
    return 0;
#else
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

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

int showcaller_spawn_shell(const char *line, char *const environment[], int standard_input, int *process) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t all, none;
    char *const arguments[] = {"/bin/sh", "-c", (char *)line, NULL};
    int problem = posix_spawn_file_actions_init(&files);
    if (problem != 0) return problem;
    problem = posix_spawnattr_init(&attributes);
    if (problem == 0) {
        sigfillset(&all);
        sigemptyset(&none);
        if (posix_spawn_file_actions_adddup2(&files, standard_input, 0) != 0 ||
            posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0) != 0 ||
            posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0) != 0 ||
#if __GLIBC_PREREQ(2, 34)
            posix_spawn_file_actions_addclosefrom_np(&files, 3) != 0 ||
#endif
            posix_spawnattr_setsigdefault(&attributes, &all) != 0 ||
            posix_spawnattr_setsigmask(&attributes, &none) != 0 || posix_spawnattr_setpgroup(&attributes, 0) != 0 ||
            posix_spawnattr_setflags(
                &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK) != 0)
            problem = -1;
        else
            problem = posix_spawn(process, "/bin/sh", &files, &attributes, arguments, environment);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&files);
    return problem;
}
