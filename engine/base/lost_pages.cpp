// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/lost_pages.h"

#include "engine/base/error.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <sys/mman.h>
#include <unistd.h>

namespace underpaint {

namespace {

struct Range {
    std::atomic<bool> taken{false};
    std::atomic<std::uintptr_t> begin{0}; ///< 0 = not watched
    std::atomic<std::uintptr_t> end{0};
    std::atomic<bool> lost{false};
};

/// What a signal handler can reach: it has no other way to objects, and must not lock or allocate.
/// @{
constexpr std::size_t mostRanges = 8192;
std::array<Range, mostRanges> ranges;     // NOLINT(cppcoreguidelines-avoid-non-const-*)
std::atomic<std::size_t> usedRanges{0};   // NOLINT: none beyond was ever taken
std::atomic<bool> lostAny{false};         // NOLINT
std::atomic<std::uintptr_t> pageBytes{0}; // NOLINT
/// @}

extern "C" void onLostPage(int signal, siginfo_t* info, void* /*context*/) {
    const int saved = errno;
    const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
    const std::size_t count = usedRanges.load();
    for (std::size_t i = 0; i < count; ++i) {
        Range& range = ranges[i]; // NOLINT: at() may throw, which a handler must not
        const std::uintptr_t begin = range.begin.load();
        const std::uintptr_t end = range.end.load();
        if (begin == 0 || address < begin || address >= end) {
            continue;
        }
        // From here to the end: what is behind a cut is lost as well.
        const std::uintptr_t page = address & ~(pageBytes.load() - 1);
        void* place = reinterpret_cast<void*>(page); // NOLINT(performance-no-int-to-ptr)
        if (::mmap(place, end - page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) !=
            MAP_FAILED) {
            range.lost = true;
            lostAny = true;
            errno = saved;
            return; // what failed is tried again and reads zeros
        }
    }
    // None of ours: it happens again at once and ends the process, as it would have without us.
    (void)::signal(signal, SIG_DFL);
    errno = saved;
}

bool installHandler() {
    pageBytes = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    struct sigaction action {};
    action.sa_sigaction = onLostPage;
    action.sa_flags = SA_SIGINFO;
    sigemptyset(&action.sa_mask);
    return ::sigaction(SIGBUS, &action, nullptr) == 0;
}

std::size_t takeRange() {
    for (std::size_t i = 0; i < mostRanges; ++i) {
        bool free = false;
        if (ranges.at(i).taken.compare_exchange_strong(free, true)) {
            std::size_t used = usedRanges.load();
            while (used < i + 1 && !usedRanges.compare_exchange_weak(used, i + 1)) {
            }
            return i;
        }
    }
    throw Error("too many files are open at once", {}, "Close some and try again");
}

} // namespace

LostPageWatch::LostPageWatch(const void* address, std::size_t length) : m_slot(takeRange()) {
    static const bool installed = installHandler();
    (void)installed; // without it a cut file ends the program, as everywhere
    Range& range = ranges.at(m_slot);
    const auto begin = reinterpret_cast<std::uintptr_t>(address);
    const std::uintptr_t page = pageBytes.load();
    range.lost = false;
    range.end = begin + (length + page - 1) / page * page;
    range.begin = begin;
}

LostPageWatch::~LostPageWatch() {
    Range& range = ranges.at(m_slot);
    range.begin = 0;
    range.end = 0;
    range.taken = false;
}

bool LostPageWatch::happened() const noexcept {
    return ranges[m_slot].lost.load(); // NOLINT: the slot is ours
}

bool LostPageWatch::happenedToAny() noexcept {
    return lostAny.load();
}

} // namespace underpaint
