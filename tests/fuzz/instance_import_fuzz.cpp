// SPDX-License-Identifier: GPL-3.0-or-later
// Instance maps of every kind (numbers, 24-bit colours): every byte string ends in instances that
// fit a label map, or in an Error.
#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/instance_import.h"
#include "engine/scene/builtin_label_sets.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace underpaint;
    constexpr long long largest = 1LL << 18;
    static const scene::LabelSet camvid = scene::camvidLabels();
    static const scene::LabelSet coco = scene::cocoStuffLabels();
    const auto file = std::as_bytes(std::span(data, size));
    try {
        if (imaging::readImageHeader(file, "fuzz.png").size.area() > largest) {
            return 0;
        }
        const imaging::InstanceNumbers numbers = imaging::decodeInstanceNumbers(file, "fuzz.png");
        LabelPlane labels(numbers.ids.width(), numbers.ids.height());
        for (std::size_t i = 0; i < labels.values().size(); ++i) {
            labels.values()[i] = static_cast<std::uint16_t>(i / 7 % 12);
        }
        for (const scene::LabelSet* set : {&camvid, &coco}) {
            const imaging::FittedInstances fitted = imaging::fitInstances(numbers, labels, *set);
            // Two objects stay two objects, unless there were too many for the numbering.
            std::map<std::uint32_t, std::uint32_t> origin;
            for (std::size_t i = 0; i < labels.values().size(); ++i) {
                const std::uint32_t old = numbers.ids.values()[i];
                const auto [place, fresh] = origin.try_emplace(fitted.ids.values()[i], old);
                const bool moved = fitted.renumbered.contains(old);
                if (!fresh && place->second != old && !moved &&
                    !fitted.renumbered.contains(place->second)) {
                    __builtin_trap();
                }
            }
        }
    } catch (const Error&) {
        return 0;
    }
    return 0;
}
