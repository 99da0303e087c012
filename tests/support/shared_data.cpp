// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/shared_data.h"

#include "tests/support/engine_test.h"

#include <cstdlib>

namespace underpaint::test {

std::filesystem::path sharedData(const std::string& relative) {
    // Tests read the environment before they start any thread.
    const char* given = std::getenv("UNDERPAINT_SHARED"); // NOLINT(concurrency-mt-unsafe)
    const std::filesystem::path root = given != nullptr ? given : UNDERPAINT_SHARED_DEFAULT;
    std::filesystem::path path = root / relative;
    if (!std::filesystem::exists(path)) {
        skip("reference data is absent: " + path.string());
    }
    return path;
}

} // namespace underpaint::test
