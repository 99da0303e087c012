// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/project/package/model_package.h"
#include "tests/fuzz/tensor_contents.h"
#include "tests/support/temporary_folder.h"

#include <cstdint>
#include <fstream>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace underpaint::project;
    static const underpaint::test::TemporaryFolder folder;
    const auto path = folder / "input.underpaint-model";
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    try {
        const auto package = ModelPackage::open(path);
        for (const auto& [role, network] : package.manifest().networks) {
            readAll(package.weights(role));
        }
    } catch (const underpaint::Error&) {
        // The only permitted way to fail.
    }
    ModelPackage::check(path);
    return 0;
}
