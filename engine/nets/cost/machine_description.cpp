// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/cost/machine_description.h"

#include "engine/kernels/simd_kernels.h"
#include "engine/nets/torch_compat.h"

#include <ATen/Parallel.h>

#include <fstream>
#include <thread>

namespace underpaint::nets {

MachineDescription describeMachine() {
    MachineDescription machine;
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        const std::size_t colon = line.find(": ");
        if (line.starts_with("model name") && colon != std::string::npos) {
            machine.cpu = line.substr(colon + 2);
            break;
        }
    }
    machine.cpu += machine.cpu.empty() ? "" : ", ";
    machine.cpu += kernels::simdKernels().name;
    machine.cores = static_cast<int>(std::thread::hardware_concurrency());
    machine.threads = at::get_num_threads();
#if defined(__clang__)
    machine.compiler = "clang " __clang_version__;
#else
    machine.compiler = "g++ " __VERSION__;
#endif
    machine.torch = torchVersion;
#if defined(NDEBUG)
    machine.build = "optimised";
#else
    machine.build = "with assertions";
#endif
    return machine;
}

} // namespace underpaint::nets
