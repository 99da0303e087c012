// SPDX-License-Identifier: GPL-3.0-or-later
// Label maps in picture files: every byte string ends in maps or in an Error.
#include "engine/base/error.h"
#include "engine/imaging/label_import.h"
#include "engine/scene/builtin_label_sets.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace {

/// Large pictures are legal but slow; the fuzzer learns nothing from them.
constexpr long long kLargest = 1LL << 18;

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace underpaint;
    static const scene::LabelSet cityscapes = scene::cityscapesLabels();
    static const scene::LabelSet facades = scene::facadeLabels();
    const auto file = std::as_bytes(std::span(data, size));
    imaging::ImportOptions options;
    options.deriveInstances = true;
    try {
        if (imaging::readImageHeader(file, "fuzz.png").size.area() > kLargest) {
            return 0;
        }
        for (const scene::LabelSet* set : {&cityscapes, &facades}) {
            const imaging::ImportedMaps maps =
                imaging::importLabelBytes(file, "fuzz.png", *set, options);
            if (maps.labels.size() != maps.report.size || maps.report.text().empty()) {
                __builtin_trap();
            }
            for (const std::uint16_t label : maps.labels.values()) {
                if (!set->contains(label)) {
                    __builtin_trap();
                }
            }
        }
    } catch (const Error&) {
        return 0;
    }
    return 0;
}
