// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/project/tensors/torch_file.h"
#include "tests/fuzz/tensor_contents.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace underpaint::project;
    try {
        const auto file = parseTorchFile(std::as_bytes(std::span(data, size)), nullptr, "input");
        readAll(file);
        readAll(stripModulePrefix(file));
    } catch (const underpaint::Error&) {
        // The only permitted way to fail.
    }
    return 0;
}
