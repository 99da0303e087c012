// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/json.h"

#include <cstdint>

/// Our builder of documents against the library's own, which accepts more: repeated keys and any
/// nesting.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace underpaint;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const nlohmann::json ours = project::parseJson(text, "input", std::size_t{1} << 20);
        if (ours != nlohmann::json::parse(text)) {
            __builtin_trap();
        }
        const project::JsonPlace place(ours, "");
        (void)place.shown();
        (void)place.integer();
    } catch (const Error&) {
        // The only permitted way to fail.
    }
    return 0;
}
