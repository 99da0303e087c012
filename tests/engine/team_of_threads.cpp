// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/team_of_threads.h"

#include "tests/support/free_port.h"

#include <exception>
#include <thread>
#include <vector>

namespace underpaint::test {

void asTeam(const std::function<void(const train::DistributedPlace&)>& member) {
    const int port = freePort();
    std::vector<std::exception_ptr> failures(2);
    std::vector<std::thread> threads;
    for (int rank = 0; rank < 2; ++rank) {
        threads.emplace_back([&, rank] {
            try {
                member({.rank = rank, .size = 2, .address = "127.0.0.1", .port = port});
            } catch (...) {
                failures[static_cast<std::size_t>(rank)] = std::current_exception();
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    for (const std::exception_ptr& failure : failures) {
        if (failure) {
            std::rethrow_exception(failure);
        }
    }
}

} // namespace underpaint::test
