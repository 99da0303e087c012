// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

#include <cstdint>
#include <string>

namespace underpaint::nets {

/// The device of a name: "auto" (the first GPU, else the CPU), "cpu", "cuda" or "cuda:N".
/// Throws Error when it is not there.
at::Device deviceFromName(const std::string& name);

/// Threads of LibTorch's operators and of our kernels in this process; 0 = one per core (LibTorch's
/// own default is one thread on some builds). OpenBLAS gets one, whatever the number: it is called
/// from those threads. Throws Error when negative.
void setThreads(int threads);

/// Another number of threads while it lives.
class ThreadCount {
public:
    explicit ThreadCount(int threads);
    ~ThreadCount();
    ThreadCount(const ThreadCount&) = delete;
    ThreadCount& operator=(const ThreadCount&) = delete;

private:
    int m_before;
};

/// Highest resident memory of this process so far, in bytes.
std::int64_t peakResidentBytes();

/// Memory from its making on: the resident high-water mark of the process on a CPU (weights,
/// libraries and all); on a GPU what has gone from its free memory, which LibTorch's allocator does
/// not return.
class MemoryMeter {
public:
    explicit MemoryMeter(at::Device device);
    std::int64_t used() const;

private:
    at::Device m_device;
    std::int64_t m_freeBefore;
};

} // namespace underpaint::nets
