/*
 * The floor of the check bench: the least that a check can cost on this machine. One thread with epoll makes the same two
 * requests on two connections as RefBot does, over a proxy on loopback (HTTP forward, SOCKS5, CONNECT with TLS), and looks
 * for the nonce in the reply; no deadlines, no strictness, no verdicts. Built and run by the bench, never shipped.
 *
 *   check-floor http|socks5|https|https-resumed CHECKS IN_FLIGHT PROXY_PORT JUDGE_PORT FIRST STRIDE
 *
 * Each check is of another proxy, as in a list: the n-th, from FIRST on, is 127.0.0.0 plus (n + 1) * STRIDE in its 24 bits.
 *
 * Prints {"checks":…,"failed":…,"resumed":…,"cpuUs":…,"ms":…}: CPU of this process (user and system) for all checks.
 * Without -DWITH_TLS it knows http and socks5 only.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#ifdef WITH_TLS
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#endif

enum { REPLY_BYTES = 16384, REQUEST_BYTES = 512, EVENTS = 256, HANGS_AFTER_S = 120 };

enum kind { HTTP, SOCKS5, HTTPS };

/* What the other side is expected to say next. */
enum stage { CONNECTING, GREETING, TUNNEL, HANDSHAKE, REPLY };

/* One connection after the other: the two of a check, then those of the next check. */
struct lane {
  int fd;
  enum stage stage;
  int second;  /* of the two requests of a check */
  uint32_t proxy;
  size_t have; /* bytes of the reply so far */
  char nonce[25];
  char reply[REPLY_BYTES + 1];
#ifdef WITH_TLS
  SSL *tls;
#endif
};

static enum kind kind;
static int proxy_port, judge_port, poller, wants_resumption;
static long left, done, failed, resumed, proxies, stride;

#ifdef WITH_TLS
static SSL_CTX *context;
static SSL_SESSION *session;
static unsigned char fingerprint[EVP_MAX_MD_SIZE];
static unsigned fingerprint_bytes;

/* The first ticket serves all, as an owner's copy: OpenSSL spoils a session for others once a newer ticket came for it. */
static int keep_session(SSL *tls, SSL_SESSION *fresh) {
  (void)tls;
  if (wants_resumption && session == NULL) session = SSL_SESSION_dup(fresh);
  return 0;
}

static void resume(SSL *tls) {
  SSL_SESSION *copy = SSL_SESSION_dup(session);
  SSL_set_session(tls, copy);
  SSL_SESSION_free(copy);
}

/* The certificate must be the one that was seen first. */
static int is_known_certificate(SSL *tls) {
  unsigned char seen[EVP_MAX_MD_SIZE];
  unsigned bytes = 0;
  X509 *leaf = SSL_get1_peer_certificate(tls);
  int ok = leaf != NULL && X509_digest(leaf, EVP_sha256(), seen, &bytes);
  X509_free(leaf);
  if (ok && fingerprint_bytes == 0) memcpy(fingerprint, seen, fingerprint_bytes = bytes);
  return ok && memcmp(fingerprint, seen, bytes) == 0;
}
#endif

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void make_nonce(char nonce[25]) {
  static unsigned char pool[12 * 512];
  static size_t used = sizeof pool;
  static const char digits[] = "0123456789abcdef";
  if (used == sizeof pool) {
    for (size_t at = 0; at < sizeof pool; at += 256)
      if (getrandom(pool + at, 256, 0) != 256) die("getrandom");
    used = 0;
  }
  for (int i = 0; i < 12; i++, used++) {
    nonce[2 * i] = digits[pool[used] >> 4];
    nonce[2 * i + 1] = digits[pool[used] & 15];
  }
  nonce[24] = 0;
}

static int send_all(struct lane *lane, const void *bytes, size_t length) {
#ifdef WITH_TLS
  if (lane->tls != NULL && lane->stage == REPLY) return SSL_write(lane->tls, bytes, (int)length) == (int)length;
#endif
  return send(lane->fd, bytes, length, MSG_NOSIGNAL) == (ssize_t)length;
}

static int ask(struct lane *lane) {
  char text[REQUEST_BYTES];
  char origin[32] = "";
  if (kind == HTTP) snprintf(origin, sizeof origin, "http://127.0.0.1:%d", judge_port);
  int length = snprintf(text, sizeof text,
                        "GET %s/%s/%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: floor\r\nAccept: */*\r\n"
                        "Connection: close\r\n\r\n",
                        origin, lane->second ? "page" : "echo", lane->nonce, judge_port);
  lane->stage = REPLY;
  lane->have = 0;
  return send_all(lane, text, (size_t)length);
}

static uint32_t next_proxy(void) {
  return INADDR_LOOPBACK - 1 + (uint32_t)(++proxies * stride % 0x1000000);
}

static void open_connection(struct lane *lane) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)proxy_port)};
  to.sin_addr.s_addr = htonl(lane->proxy);
  lane->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (lane->fd < 0) die("socket");
  lane->stage = CONNECTING;
  lane->have = 0;
  make_nonce(lane->nonce);
  const int on = 1;
  if (kind != HTTP) setsockopt(lane->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); /* it says several things in a row */
  if (connect(lane->fd, (struct sockaddr *)&to, sizeof to) != 0 && errno != EINPROGRESS) die("connect");
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = lane};
  if (epoll_ctl(poller, EPOLL_CTL_ADD, lane->fd, &event) != 0) die("epoll_ctl");
}

/* The lane goes on with the second request of its check, or with another check if there is one. */
static void end_connection(struct lane *lane, int ok) {
#ifdef WITH_TLS
  if (lane->tls != NULL) {
    SSL_free(lane->tls);
    lane->tls = NULL;
  }
#endif
  close(lane->fd);
  lane->fd = -1;
  if (ok && !lane->second) lane->second = 1;
  else {
    done++;
    failed += !ok;
    lane->second = 0;
    if (left == 0) return;
    left--;
    lane->proxy = next_proxy();
  }
  open_connection(lane);
}

/* -1 = wrong, 0 = more is to come, 1 = complete, with the nonce in it. */
static int read_reply(struct lane *lane) {
  lane->reply[lane->have] = 0;
  const char *head_end = strstr(lane->reply, "\r\n\r\n");
  if (head_end == NULL) return lane->have == REPLY_BYTES ? -1 : 0;
  const char *length = strcasestr(lane->reply, "\r\nContent-Length:");
  if (length == NULL || length > head_end) return -1;
  const char *body = head_end + 4;
  if (lane->reply + lane->have - body < atol(length + 17)) return lane->have == REPLY_BYTES ? -1 : 0;
  return strncmp(lane->reply + 8, " 200", 4) == 0 && strstr(body, lane->nonce) != NULL ? 1 : -1;
}

/* What a proxy says before the tunnel is open. Its answers come in one piece here. */
static int tunnel_step(struct lane *lane) {
  if (kind == HTTPS) {
    if (lane->have < 12 || strncmp(lane->reply + 8, " 200", 4) != 0) return -1;
    lane->stage = HANDSHAKE;
    return 0;
  }
  if (lane->stage == GREETING) {
    if (lane->have < 2 || lane->reply[0] != 5 || lane->reply[1] != 0) return -1;
    const unsigned char connect_to[] = {5, 1, 0, 1, 127, 0, 0, 1, (unsigned char)(judge_port >> 8), (unsigned char)judge_port};
    lane->stage = TUNNEL;
    lane->have = 0;
    return send_all(lane, connect_to, sizeof connect_to) ? 0 : -1;
  }
  if (lane->have < 10 || lane->reply[1] != 0) return -1;
  return ask(lane) ? 0 : -1;
}

#ifdef WITH_TLS
static int tls_step(struct lane *lane) {
  if (lane->tls == NULL) {
    lane->tls = SSL_new(context);
    SSL_set_fd(lane->tls, lane->fd);
    if (session != NULL) resume(lane->tls);
  }
  if (lane->stage == HANDSHAKE) {
    int status = SSL_connect(lane->tls);
    if (status != 1) return SSL_get_error(lane->tls, status) == SSL_ERROR_WANT_READ ? 0 : -1;
    if (SSL_session_reused(lane->tls)) resumed++;
    else if (!is_known_certificate(lane->tls)) return -1;
    if (!ask(lane)) return -1;
  }
  for (;;) {
    int got = SSL_read(lane->tls, lane->reply + lane->have, (int)(REPLY_BYTES - lane->have));
    if (got <= 0) return SSL_get_error(lane->tls, got) == SSL_ERROR_WANT_READ ? 0 : -1;
    lane->have += (size_t)got;
    int state = read_reply(lane);
    if (state != 0) return state;
  }
}
#endif

static int step(struct lane *lane, uint32_t events) {
  if (lane->stage == CONNECTING) {
    if ((events & EPOLLOUT) == 0 || (events & EPOLLERR) != 0) return -1;
    if (kind == HTTP) return ask(lane) ? 0 : -1;
    lane->stage = GREETING;
    if (kind == SOCKS5) return send_all(lane, "\5\1\0", 3) ? 0 : -1;
    char text[REQUEST_BYTES];
    int length = snprintf(text, sizeof text, "CONNECT 127.0.0.1:%d HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", judge_port, judge_port);
    return send_all(lane, text, (size_t)length) ? 0 : -1;
  }
  if ((events & EPOLLIN) == 0) return (events & (EPOLLERR | EPOLLHUP)) != 0 ? -1 : 0;
#ifdef WITH_TLS
  if (lane->tls != NULL) return tls_step(lane);
#endif
  ssize_t got = recv(lane->fd, lane->reply + lane->have, REPLY_BYTES - lane->have, 0);
  if (got <= 0) return got < 0 && errno == EAGAIN ? 0 : -1;
  lane->have += (size_t)got;
  if (lane->stage == REPLY) return read_reply(lane);
  int state = tunnel_step(lane);
#ifdef WITH_TLS
  if (state == 0 && lane->stage == HANDSHAKE) return tls_step(lane);
#endif
  return state;
}

static void run(struct lane *lanes, long checks, long in_flight) {
  struct epoll_event events[EVENTS];
  left = checks;
  done = failed = resumed = 0;
  for (long i = 0; i < in_flight && left > 0; i++, left--) {
    lanes[i].proxy = next_proxy();
    open_connection(&lanes[i]);
  }
  while (done < checks) {
    int count = epoll_wait(poller, events, EVENTS, -1);
    if (count < 0 && errno != EINTR) die("epoll_wait");
    for (int i = 0; i < count; i++) {
      struct lane *lane = events[i].data.ptr;
      int state = step(lane, events[i].events);
      if (state != 0) end_connection(lane, state > 0);
    }
  }
}

static double cpu_us(void) {
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  return 1e6 * (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) + (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
}

static double now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return 1e3 * (double)now.tv_sec + 1e-6 * (double)now.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 8) return fprintf(stderr, "check-floor KIND CHECKS IN_FLIGHT PROXY_PORT JUDGE_PORT FIRST STRIDE\n"), 2;
  long checks = atol(argv[2]), in_flight = atol(argv[3]);
  kind = strcmp(argv[1], "http") == 0 ? HTTP : strcmp(argv[1], "socks5") == 0 ? SOCKS5 : HTTPS;
  wants_resumption = strcmp(argv[1], "https-resumed") == 0;
  proxy_port = atoi(argv[4]);
  judge_port = atoi(argv[5]);
  proxies = atol(argv[6]);
  stride = atol(argv[7]);
#ifdef WITH_TLS
  context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384");
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(context, keep_session);
#else
  if (kind == HTTPS) return fprintf(stderr, "built without TLS\n"), 3;
#endif
  alarm(HANGS_AFTER_S);
  poller = epoll_create1(EPOLL_CLOEXEC);
  struct lane *lanes = calloc((size_t)in_flight, sizeof *lanes);
  if (poller < 0 || lanes == NULL) die("start");
  run(lanes, 1, 1); /* RefBot, too, knows certificate and ticket of its judge before it checks the first proxy. */
  double cpu = cpu_us(), ms = now_ms();
  run(lanes, checks, in_flight);
  printf("{\"checks\":%ld,\"failed\":%ld,\"resumed\":%ld,\"cpuUs\":%.0f,\"ms\":%.1f}\n", done, failed, resumed, cpu_us() - cpu,
         now_ms() - ms);
  return 0;
}
