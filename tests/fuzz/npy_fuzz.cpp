// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/project/tensors/npy.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace underpaint::project;
    const auto content = std::as_bytes(std::span(data, size));
    try {
        const auto table = parseClusters(content, "input");
        for (const auto& [id, matrix] : table.classes) {
            if (matrix.values.size() != static_cast<std::size_t>(matrix.rows * matrix.cols)) {
                __builtin_trap();
            }
        }
    } catch (const underpaint::Error&) {
        // The only permitted way to fail.
    }
    try {
        parseNumericArray(content, "input");
    } catch (const underpaint::Error&) {
        // The only permitted way to fail.
    }
    return 0;
}
