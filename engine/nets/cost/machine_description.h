// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

// No LibTorch here: reports that the command line shows hold one.
namespace underpaint::nets {

/// On what a benchmark ran.
struct MachineDescription {
    std::string cpu = {}; ///< the processor's name and the instructions that our kernels use
    int cores = 0;
    int threads = 0; ///< LibTorch's
    std::string compiler = {};
    std::string torch = {};
    std::string build = {};
};

/// Of this machine, this build and LibTorch's present number of threads.
MachineDescription describeMachine();

} // namespace underpaint::nets
