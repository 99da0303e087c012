// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/free_port.h"

#include "tests/support/engine_test.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace underpaint::test {

int freePort() {
    const int handle = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof(address);
    const bool bound = ::bind(handle, reinterpret_cast<const sockaddr*>(&address), length) == 0 &&
                       ::getsockname(handle, reinterpret_cast<sockaddr*>(&address), &length) == 0;
    ::close(handle);
    if (!bound) {
        skip("no sockets here");
    }
    return ntohs(address.sin_port);
}

} // namespace underpaint::test
