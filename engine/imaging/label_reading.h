// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/codec.h"
#include "engine/imaging/colour_codes.h"
#include "engine/imaging/import_report.h"
#include "engine/scene/label_set.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::imaging {

/// Where a picture in colours holds one number per pixel.
enum class NumberChannel { Grey, Red, Green, Blue };

/// How the values of a picture are to be understood.
struct LabelReading {
    LabelFormat format = LabelFormat::Index;
    /// The colours mean the classes, by `codes`; else the numbers do.
    bool byColour = false;
    std::vector<ColourCode> codes;
    /// Of a picture in colours that is read as numbers.
    NumberChannel channel = NumberChannel::Grey;
    /// What a user should know about the choice.
    std::vector<std::string> notes;
};

/// Chooses between numbers and colours, and between the colours that a data set is known in, by
/// what the stored values say: a reading is taken when the evidence for it is strong and stands
/// against the other one. Throws Error naming `where` and what to type when `asked` does not fit
/// the picture, or when numbers would have to be read from a file whose compression changes them
/// and nobody asked for that.
LabelReading chooseReading(const StoredImage& image, const std::string& where,
                           const scene::LabelSet& classes, LabelFormat asked);

/// The class of a stored number, or nothing when it has none.
std::optional<std::uint16_t> classOfNumber(std::uint16_t value, LabelFormat format,
                                           const scene::LabelSet& classes,
                                           std::uint16_t unlabelled);

} // namespace underpaint::imaging
