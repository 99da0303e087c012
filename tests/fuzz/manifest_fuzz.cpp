// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/package/manifest_json.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace underpaint::project;
    std::vector<Problem> problems;
    const auto manifest = readManifest({reinterpret_cast<const char*>(data), size}, problems);
    if (problems.empty()) {
        checkManifest(manifest, problems);
        std::vector<Problem> none;
        if (readManifest(writeManifest(manifest), none) != manifest || !none.empty()) {
            __builtin_trap();
        }
    }
    for (const auto& problem : problems) {
        if (problem.text().empty()) {
            __builtin_trap();
        }
    }
    return 0;
}
