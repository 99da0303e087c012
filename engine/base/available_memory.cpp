// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/available_memory.h"

#include <algorithm>
#include <fstream>
#include <string>

namespace underpaint {

namespace {

std::optional<std::uint64_t> numberIn(const char* file) {
    std::ifstream in(file);
    std::uint64_t number = 0;
    return in >> number ? std::optional(number) : std::nullopt;
}

/// MemAvailable and SwapFree of /proc/meminfo, in KiB there.
std::optional<std::uint64_t> ofTheMachine() {
    std::ifstream in("/proc/meminfo");
    std::uint64_t sum = 0;
    bool told = false;
    std::string name;
    std::uint64_t value = 0;
    std::string rest;
    while (in >> name >> value && std::getline(in, rest)) {
        if (name == "MemAvailable:" || name == "SwapFree:") {
            sum += value * 1024;
            told = told || name == "MemAvailable:";
        }
    }
    return told ? std::optional(sum) : std::nullopt;
}

/// Of a container: its limit is that of the root as it sees it ("max" where there is none).
std::optional<std::uint64_t> ofTheGroup() {
    const auto limit = numberIn("/sys/fs/cgroup/memory.max");
    const auto used = numberIn("/sys/fs/cgroup/memory.current");
    if (!limit || !used) {
        return std::nullopt;
    }
    return *limit > *used ? *limit - *used : 0;
}

} // namespace

std::optional<std::uint64_t> availableMemory() {
    const auto machine = ofTheMachine();
    const auto group = ofTheGroup();
    if (machine && group) {
        return std::min(*machine, *group);
    }
    return machine ? machine : group;
}

} // namespace underpaint
