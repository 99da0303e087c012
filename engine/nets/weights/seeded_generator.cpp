// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/weights/seeded_generator.h"

#include <ATen/CPUGeneratorImpl.h>

namespace underpaint::nets {

at::Generator seededGenerator(at::Device device, std::uint64_t seed) {
    at::Generator generator = device.is_cpu()
                                  ? at::detail::createCPUGenerator(seed)
                                  : at::globalContext().defaultGenerator(device).clone();
    generator.set_current_seed(seed);
    return generator;
}

} // namespace underpaint::nets
