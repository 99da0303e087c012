// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/appearance.h"
#include "engine/scene/record_stream.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace underpaint::scene {

// What instances wear, and the photos that looks are taken from, in the records of edits. Reading
// throws Error for a damaged record.

/// With the exemplars of the record whose photos stand in it: others may have the same.
/// @{
struct EditWriter : RecordWriter {
    std::vector<Exemplar> exemplars;
};
struct EditReader : RecordReader {
    using RecordReader::RecordReader;
    std::vector<Exemplar> exemplars;
};
/// @}

void writeStyle(RecordWriter& writer, const std::optional<Style>& style);
std::optional<Style> readStyle(RecordReader& reader);

void writePhoto(RecordWriter& writer, const Image& photo);
std::shared_ptr<const Image> readPhoto(RecordReader& reader);

/// A map of ids that belongs to a photo, or none (null).
/// @{
void writeMapOfPhoto(RecordWriter& writer, const std::shared_ptr<const LabelPlane>& map);
void writeMapOfPhoto(RecordWriter& writer, const std::shared_ptr<const InstancePlane>& map);
void writeMapOfPhoto(RecordWriter& writer, const std::shared_ptr<const Image>& map);
template<class T>
std::shared_ptr<const Plane<T>> readMapOfPhoto(RecordReader& reader);
/// @}

void writePins(RecordWriter& writer, const std::vector<Pin>& pins);
std::vector<Pin> readPins(RecordReader& reader);
/// What matching is restricted to and whether texture is lent, in one byte.
/// @{
struct Lending {
    MatchWithin within = MatchWithin::Photo;
    bool texture = false;
};
void writeLending(RecordWriter& writer, Lending lending);
Lending readLending(RecordReader& reader);
/// @}
ExemplarTarget readTarget(RecordReader& reader);

/// A photo that the record has already is not written again.
void writeExemplar(EditWriter& writer, const Exemplar& exemplar);
Exemplar readExemplar(EditReader& reader);

void writeLook(EditWriter& writer, const Appearance& look);
Appearance readLook(EditReader& reader, std::uint32_t instance);

/// Of an instance without anything on: its number, no style, an empty code, no exemplars.
inline constexpr std::size_t leastOfLook = 4;

} // namespace underpaint::scene
