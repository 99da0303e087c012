// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/project/tensors/safetensors.h"
#include "tests/fuzz/tensor_contents.h"

#include <cstdint>

using namespace underpaint::project;

namespace {

/// What was read can be written, and reads to the same tensors.
void roundTrip(const TensorFile& file) {
    std::vector<TensorToWrite> tensors;
    for (const auto& tensor : file.tensors()) {
        tensors.push_back({tensor.name, tensor.type, tensor.shape, tensor.bytes});
    }
    std::vector<std::byte> written;
    streamSafetensors(tensors, file.metadata(), [&](std::span<const std::byte> part) {
        written.insert(written.end(), part.begin(), part.end());
    });
    const auto again = parseSafetensors(written, nullptr, "written");
    if (again.tensors().size() != file.tensors().size() || again.metadata() != file.metadata()) {
        __builtin_trap();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto file = parseSafetensors(std::as_bytes(std::span(data, size)), nullptr, "input");
        readAll(file);
        roundTrip(file);
    } catch (const underpaint::Error&) {
        // The only permitted way to fail.
    }
    return 0;
}
