// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/imaging/colour_codes.h"

#include <cstddef>
#include <vector>

namespace underpaint::imaging {

/// Pixels a value, for all values up to the largest one and at least 0..255.
std::vector<long long> countValues(const LabelPlane& values);

/// A colour and how many pixels have it.
struct ColourCount {
    scene::Colour colour;
    long long pixels = 0;
};

/// The colours of an RGB picture, in an order that depends on the pixels only.
std::vector<ColourCount> countColours(const Image& colours);

/// How well colours agree with those of classes.
struct ColourMatch {
    long long pixels = 0;
    /// Pixels of a class's colour exactly, and those that damage moved a little, exact ones
    /// included.
    long long exact = 0;
    long long near = 0;
    /// Colours that are near, and the different classes that they are near to.
    std::size_t nearColours = 0;
    std::size_t classes = 0;
    /// The same with far larger damage.
    long long rough = 0;
    std::size_t roughClasses = 0;

    bool allExact() const { return exact == pixels; }
};

ColourMatch matchColours(const std::vector<ColourCount>& colours,
                         const std::vector<ColourCode>& codes);

/// The share of pixels that have the value of the pixel to the right of them or below.
double flatShare(const LabelPlane& values);

} // namespace underpaint::imaging
