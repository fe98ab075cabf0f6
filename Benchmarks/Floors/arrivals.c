/* A server that accepts every call at once and remembers when it came: what the figures of lateness and pace are taken from.
   Prints its port. At SIGTERM it prints, of each call, the microseconds since 1970 at which its bytes were read, and the text. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { longest_request = 16384, most_connections = 65536 };
static volatile sig_atomic_t is_over;
static void stop(int signal) { is_over = signal; }

static char *log_text;
static size_t log_length, log_room;

static void note(long long microseconds, const char *text, size_t length) {
    if (log_length + length + 32 > log_room) log_text = realloc(log_text, log_room = 2 * log_room + length + 65536);
    log_length += sprintf(log_text + log_length, "%lld ", microseconds);
    memcpy(log_text + log_length, text, length);
    log_length += length;
    log_text[log_length++] = '\n';
}

static struct { char bytes[longest_request]; size_t length; } *connections[most_connections];

static const char body[] =
    "{\"Code\":0,\"Data\":{\"MessageId\":\"1\"},\"Message\":\"success\",\"RequestId\":\"1\"}";

/* Answers each whole request of a connection. */
static void serve(int socket, long long now) {
    char *start = connections[socket]->bytes, *limit = start + connections[socket]->length, *end;
    while ((end = memmem(start, limit - start, "\r\n\r\n", 4))) {
        char *text = memmem(start, end - start, "MessageContent=", 15);
        if (text) {
            text += 15;
            note(now, text, strcspn(text, "& "));
        }
        char answer[512];
        int length = snprintf(
            answer, sizeof answer, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
            sizeof body - 1, body);
        if (write(socket, answer, length) < 0) return;
        start = end + 4;
    }
    connections[socket]->length = limit - start;
    memmove(connections[socket]->bytes, start, limit - start);
}

int main(void) {
    struct sigaction action = {.sa_handler = stop};
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 1024)) return 1;
    getsockname(listener, (struct sockaddr *)&address, &length);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    int poll = epoll_create1(0);
    struct epoll_event wanted = {.events = EPOLLIN, .data.fd = listener}, events[256];
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &wanted);
    while (!is_over) {
        int ready = epoll_wait(poll, events, 256, -1);
        struct timespec time;
        clock_gettime(CLOCK_REALTIME, &time);
        long long now = time.tv_sec * 1000000LL + time.tv_nsec / 1000;
        for (int i = 0; i < ready; i++) {
            int socket = events[i].data.fd;
            if (socket == listener) {
                int accepted = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
                if (accepted < 0) continue;
                if (accepted >= most_connections) {
                    close(accepted);
                    continue;
                }
                setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                if (!connections[accepted]) connections[accepted] = malloc(sizeof *connections[accepted]);
                connections[accepted]->length = 0;
                wanted.data.fd = accepted;
                epoll_ctl(poll, EPOLL_CTL_ADD, accepted, &wanted);
                continue;
            }
            size_t held = connections[socket]->length;
            ssize_t count = read(socket, connections[socket]->bytes + held, longest_request - held);
            if (count <= 0) {
                close(socket);
                continue;
            }
            connections[socket]->length += count;
            serve(socket, now);
        }
    }
    fwrite(log_text, 1, log_length, stdout);
}
