// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/parallel.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace underpaint::kernels {

/// A picture whose pixels are compared by what lies around them: patches of 8 x 8 pixels, from four
/// before to three behind, of four bytes each. Beyond the border the picture is mirrored.
class PatchPicture {
public:
    static constexpr int side = 8;
    static constexpr int before = 4;
    static constexpr int bytes = 4; ///< of a pixel: red, green, blue, and one that is compared too
    static constexpr std::uint32_t noKind = 0;

    PatchPicture(int width, int height);

    int width() const { return m_width; }
    int height() const { return m_height; }
    std::int64_t pixels() const { return std::int64_t{1} * m_width * m_height; }
    std::uint8_t* at(int x, int y) { return m_bytes.data() + offset(x, y); }
    const std::uint8_t* at(int x, int y) const { return m_bytes.data() + offset(x, y); }
    std::ptrdiff_t rowBytes() const { return std::ptrdiff_t{bytes} * (m_width + side); }
    /// To be called when pixels were written, before they are compared.
    void mirrorBorder();

    /// Of each pixel, in small numbers: those of one kind are compared with each other, those of
    /// noKind with none.
    std::vector<std::uint32_t> kinds;

private:
    std::size_t offset(int x, int y) const {
        return static_cast<std::size_t>((y + before) * rowBytes() +
                                        std::ptrdiff_t{bytes} * (x + before));
    }
    int m_width;
    int m_height;
    std::vector<std::uint8_t> m_bytes;
};

/// The best pixel of the key for each of the query.
struct PatchField {
    std::vector<std::int32_t> keys; ///< y * width + x, -1: none
    /// Mean square of what the bytes differ by, and what is added for crowded keys.
    std::vector<float> costs;
};

/// A search for the pixels of a key picture whose surroundings are most like those of the query's
/// (Barnes et al., "PatchMatch", SIGGRAPH 2009): from the keys at hand over those that lie beside
/// the keys of neighbours to random ones near them. Neighbours are read as the pass before has left
/// them, so that threads change no result.
struct PatchSearch {
    const PatchPicture& query;
    const PatchPicture& key;
    /// What a key costs that serves twice as many pixels as there are for each: keys that serve
    /// many would give the same again and again (Kaspar et al., "Self tuning texture optimization",
    /// Eurographics 2015).
    float crowding = 0;
    std::uint64_t seed = 1;
};

/// Gives pixels that have no key of their kind a random one; of kinds without keys none.
void completeField(const PatchSearch& search, PatchField& field);
/// One pass over all pixels.
void improve(const PatchSearch& search, PatchField& field, const Parallel& parallel);
/// The field for pictures that are twice as large (or one pixel less).
PatchField enlarged(const PatchField& field, const PatchSearch& from, const PatchSearch& to);
/// What the keys of the pixels around each pixel show in its place, those that fit best counting
/// most: red, green and blue of query pixels that have a kind and a key around, into `out`, of the
/// query's size.
void vote(const PatchSearch& search, const PatchField& field, PatchPicture& out,
          const Parallel& parallel);

} // namespace underpaint::kernels
