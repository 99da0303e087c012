// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/edit_codec.h"

#include "engine/base/error.h"
#include "engine/scene/checksum.h"
#include "engine/scene/look_codec.h"
#include "engine/scene/map_codec.h"
#include "engine/scene/state_checks.h"

#include <algorithm>
#include <array>
#include <limits>
#include <type_traits>
#include <utility>

namespace underpaint::scene {

namespace {

constexpr std::array magic = {std::byte{'U'}, std::byte{'P'}, std::byte{'E'}, std::byte{'D'}};
constexpr std::uint8_t formatVersion = 1;
constexpr std::size_t checksumSize = 4;
/// The place of EditGroup in Edit::Kind.
constexpr std::size_t kindOfGroup = 13;

// Every kind has write(writer, kind) and read(reader, std::type_identity of it); the number of a
// kind in the file is its place in Edit::Kind, so that new kinds go to the end.

// --- paint ---------------------------------------------------------------------------------

/// Signed numbers near 0 as small unsigned ones: 0, -1, 1, -2, …
std::uint64_t zigzag(std::int32_t value) {
    return value < 0 ? 2 * static_cast<std::uint64_t>(-(value + 1)) + 1
                     : 2 * static_cast<std::uint64_t>(value);
}

std::int32_t unzigzag(std::uint64_t value) {
    const auto half = static_cast<std::int32_t>(value / 2);
    return value % 2 == 0 ? half : -half - 1;
}

/// A run: rows since the run before; on a new row the column relative to that run's, else the
/// columns since its end; twice the length, plus one when the value is that of the run before;
/// else the value.
template<class T>
void writeRuns(RecordWriter& writer, const std::vector<PaintRun<T>>& runs) {
    writer.variable(runs.size());
    PaintRun<T> last{};
    for (const PaintRun<T>& run : runs) {
        const bool newRow = run.y != last.y;
        const bool sameValue = run.value == last.value;
        writer.variable(static_cast<std::uint64_t>(run.y - last.y));
        writer.variable(newRow ? zigzag(run.x - last.x)
                               : static_cast<std::uint64_t>(run.x - last.right()));
        writer.variable(static_cast<std::uint64_t>(run.length) * 2 + (sameValue ? 1 : 0));
        if (!sameValue) {
            writer.variable(run.value);
        }
        last = run;
    }
}

template<class T>
PaintRun<T> readRun(RecordReader& reader, const PaintRun<T>& last) {
    constexpr std::uint64_t extent = maxMapExtent;
    PaintRun<T> run = last;
    const auto rows = static_cast<std::int32_t>(reader.variable(extent));
    run.y += rows;
    run.x = rows == 0 ? last.right() + static_cast<std::int32_t>(reader.variable(extent))
                      : last.x + unzigzag(reader.variable(2 * extent));
    const std::uint64_t length = reader.variable(2 * extent + 1);
    run.length = static_cast<std::int32_t>(length / 2);
    if (length % 2 == 0) {
        run.value = static_cast<T>(reader.variable(std::numeric_limits<T>::max()));
    }
    const bool joinsLast =
        last.length > 0 && rows == 0 && run.x == last.right() && run.value == last.value;
    if (joinsLast || run.length == 0 || run.x < 0 || run.y >= maxMapExtent ||
        run.right() > maxMapExtent) {
        throwDamaged("a run of pixels is out of range");
    }
    return run;
}

template<class T>
std::vector<PaintRun<T>> readRuns(RecordReader& reader) {
    constexpr std::size_t leastBytes = 3;
    const std::size_t count = reader.count(leastBytes);
    std::vector<PaintRun<T>> runs;
    runs.reserve(count);
    PaintRun<T> last{};
    for (std::size_t i = 0; i < count; ++i) {
        last = readRun(reader, last);
        runs.push_back(last);
    }
    return runs;
}

void write(EditWriter& writer, const PaintPixels& edit) {
    writeRuns(writer, edit.labels);
    writeRuns(writer, edit.instances);
}

PaintPixels read(EditReader& reader, std::type_identity<PaintPixels>) {
    PaintPixels edit;
    edit.labels = readRuns<std::uint16_t>(reader);
    edit.instances = readRuns<std::uint32_t>(reader);
    return edit;
}

// --- styles and codes ----------------------------------------------------------------------

void write(EditWriter& writer, const SetStyle& edit) {
    writer.variable(edit.entries.size());
    for (const SetStyle::Entry& entry : edit.entries) {
        writer.variable(entry.instance);
        writeStyle(writer, entry.style);
    }
}

SetStyle read(EditReader& reader, std::type_identity<SetStyle>) {
    SetStyle edit;
    const std::size_t count = reader.count(2);
    for (std::size_t i = 0; i < count; ++i) {
        SetStyle::Entry entry{static_cast<std::uint32_t>(reader.variable(UINT32_MAX)),
                              readStyle(reader)};
        if (entry.style) {
            checkStyle(*entry.style);
        }
        if (!edit.entries.empty() && edit.entries.back().instance >= entry.instance) {
            throwDamaged("its instances are not sorted");
        }
        edit.entries.push_back(std::move(entry));
    }
    return edit;
}

void write(EditWriter& writer, const SetLatent& edit) {
    writer.reals(edit.code.values);
}

SetLatent read(EditReader& reader, std::type_identity<SetLatent>) {
    return {LatentCode{reader.reals()}};
}

// --- photos and exemplars ------------------------------------------------------------------

void write(EditWriter& writer, const SetExemplar& edit) {
    writeExemplar(writer, edit.exemplar);
}

SetExemplar read(EditReader& reader, std::type_identity<SetExemplar>) {
    return {readExemplar(reader)};
}

void write(EditWriter& writer, const SetAppearance& edit) {
    writer.variable(edit.entries.size());
    for (const auto& [instance, look] : edit.entries) {
        writer.variable(instance);
        writeLook(writer, look);
    }
}

SetAppearance read(EditReader& reader, std::type_identity<SetAppearance>) {
    SetAppearance edit;
    for (std::size_t left = reader.count(leastOfLook); left > 0; --left) {
        const auto instance = static_cast<std::uint32_t>(reader.variable(UINT32_MAX));
        if (!edit.entries.empty() && edit.entries.back().instance >= instance) {
            throwDamaged("its instances are not sorted");
        }
        edit.entries.push_back({instance, readLook(reader, instance)});
    }
    return edit;
}

void write(EditWriter& writer, const RemoveExemplar& edit) {
    writer.text(edit.id);
}

RemoveExemplar read(EditReader& reader, std::type_identity<RemoveExemplar>) {
    return {reader.text()};
}

void write(EditWriter& writer, const SetPins& edit) {
    writer.text(edit.exemplarId);
    writePins(writer, edit.pins);
}

SetPins read(EditReader& reader, std::type_identity<SetPins>) {
    SetPins edit;
    edit.exemplarId = reader.text();
    edit.pins = readPins(reader);
    return edit;
}

void write(EditWriter& writer, const SetExemplarRules& edit) {
    writer.text(edit.exemplarId);
    writer.byte(static_cast<std::uint8_t>(edit.target.kind));
    writer.variable(edit.target.id);
    writeLending(writer, {edit.within, edit.texture});
    writer.real(edit.strength);
    writer.real(edit.temperature);
}

SetExemplarRules read(EditReader& reader, std::type_identity<SetExemplarRules>) {
    SetExemplarRules edit;
    edit.exemplarId = reader.text();
    edit.target = readTarget(reader);
    const Lending lending = readLending(reader);
    edit.within = lending.within;
    edit.texture = lending.texture;
    edit.strength = reader.real();
    edit.temperature = reader.real();
    return edit;
}

void write(EditWriter& writer, const SetExemplarMaps& edit) {
    writer.text(edit.exemplarId);
    writeMapOfPhoto(writer, edit.labels);
    writeMapOfPhoto(writer, edit.instances);
    writeMapOfPhoto(writer, edit.hidden);
}

SetExemplarMaps read(EditReader& reader, std::type_identity<SetExemplarMaps>) {
    SetExemplarMaps edit;
    edit.exemplarId = reader.text();
    edit.labels = readMapOfPhoto<std::uint16_t>(reader);
    edit.instances = readMapOfPhoto<std::uint32_t>(reader);
    edit.hidden = readMapOfPhoto<std::uint8_t>(reader);
    return edit;
}

void write(EditWriter& writer, const SetReferencePhoto& edit) {
    writer.byte(edit.photo ? 1 : 0);
    if (edit.photo) {
        writePhoto(writer, *edit.photo);
    }
}

SetReferencePhoto read(EditReader& reader, std::type_identity<SetReferencePhoto>) {
    return {reader.flag() ? readPhoto(reader) : nullptr};
}

// --- labels and maps -----------------------------------------------------------------------

void writeColour(RecordWriter& writer, Colour colour) {
    writer.byte(colour.red);
    writer.byte(colour.green);
    writer.byte(colour.blue);
}

Colour readColour(RecordReader& reader) {
    Colour colour;
    colour.red = reader.byte();
    colour.green = reader.byte();
    colour.blue = reader.byte();
    return colour;
}

std::uint16_t readLabel(RecordReader& reader) {
    return static_cast<std::uint16_t>(reader.variable(UINT16_MAX));
}

void writeLabelSet(RecordWriter& writer, const LabelSet& labelSet) {
    writer.text(labelSet.name());
    writer.variable(labelSet.size());
    for (const LabelClass& label : labelSet.classes()) {
        writer.variable(label.id);
        writer.text(label.name);
        writeColour(writer, label.colour);
        writer.byte(label.thing ? 1 : 0);
    }
}

LabelSet readLabelSet(RecordReader& reader) {
    constexpr std::size_t leastBytes = 7; // id, length and letter of the name, colour, flag
    std::string name = reader.text();
    std::vector<LabelClass> classes(reader.count(leastBytes));
    for (LabelClass& label : classes) {
        label.id = readLabel(reader);
        label.name = reader.text();
        label.colour = readColour(reader);
        label.thing = reader.flag();
    }
    return {std::move(name), std::move(classes)};
}

void write(EditWriter& writer, const RenameLabel& edit) {
    writer.variable(edit.id);
    writer.text(edit.name);
}

RenameLabel read(EditReader& reader, std::type_identity<RenameLabel>) {
    RenameLabel edit;
    edit.id = readLabel(reader);
    edit.name = reader.text();
    return edit;
}

void write(EditWriter& writer, const RecolourLabel& edit) {
    writer.variable(edit.id);
    writeColour(writer, edit.colour);
}

RecolourLabel read(EditReader& reader, std::type_identity<RecolourLabel>) {
    RecolourLabel edit;
    edit.id = readLabel(reader);
    edit.colour = readColour(reader);
    return edit;
}

void write(EditWriter& writer, const ReplaceMaps& edit) {
    writeMap(writer, edit.labels);
    writeMap(writer, edit.instances);
    writer.byte(edit.labelSet ? 1 : 0);
    if (edit.labelSet) {
        writeLabelSet(writer, *edit.labelSet);
    }
}

ReplaceMaps read(EditReader& reader, std::type_identity<ReplaceMaps>) {
    ReplaceMaps edit;
    edit.labels = readLabelMap(reader);
    edit.instances = readInstanceMap(reader);
    if (reader.flag()) {
        edit.labelSet = readLabelSet(reader);
    }
    return edit;
}

void write(EditWriter& writer, const ReplaceLabelSet& edit) {
    writeLabelSet(writer, edit.labelSet);
}

ReplaceLabelSet read(EditReader& reader, std::type_identity<ReplaceLabelSet>) {
    return {readLabelSet(reader)};
}

// --- what is kept of the reference photo ---------------------------------------------------

void write(EditWriter& writer, const SetPhotoMaps& edit) {
    writer.byte(edit.maps ? 1 : 0);
    if (edit.maps) {
        writeMap(writer, edit.maps->labels);
        writeMap(writer, edit.maps->instances);
        writer.variable(edit.maps->appearances.size());
        for (const auto& [instance, look] : edit.maps->appearances) {
            writer.variable(instance);
            writeLook(writer, look);
        }
    }
}

SetPhotoMaps read(EditReader& reader, std::type_identity<SetPhotoMaps>) {
    if (!reader.flag()) {
        return {};
    }
    auto maps = std::make_shared<PhotoMaps>();
    maps->labels = readLabelMap(reader);
    maps->instances = readInstanceMap(reader);
    for (std::size_t left = reader.count(leastOfLook); left > 0; --left) {
        const auto instance = static_cast<std::uint32_t>(reader.variable(UINT32_MAX));
        if (!maps->appearances.empty() && maps->appearances.rbegin()->first >= instance) {
            throwDamaged("its instances are not sorted");
        }
        maps->appearances.emplace(instance, readLook(reader, instance));
    }
    checkPhotoMaps(*maps);
    return {std::move(maps)};
}

void write(EditWriter& writer, const SetKeep& edit) {
    writer.byte(edit.keep.on ? 1 : 0);
    writer.variable(static_cast<std::uint64_t>(edit.keep.feather));
    writer.byte(edit.keep.matchColours ? 1 : 0);
}

SetKeep read(EditReader& reader, std::type_identity<SetKeep>) {
    SetKeep edit;
    edit.keep.on = reader.flag();
    edit.keep.feather = static_cast<int>(reader.variable(maxFeather));
    edit.keep.matchColours = reader.flag();
    return edit;
}

// --- classes of other label sets -------------------------------------------------------------

void write(EditWriter& writer, const SetClassChoices& edit) {
    writer.text(edit.sets.from);
    writer.text(edit.sets.to);
    writer.variable(edit.classes.size());
    for (const auto& [from, to] : edit.classes) {
        writer.text(from);
        writer.text(to);
    }
}

SetClassChoices read(EditReader& reader, std::type_identity<SetClassChoices>) {
    constexpr std::size_t leastBytes = 2; // the lengths of two texts
    SetClassChoices edit;
    edit.sets.from = reader.text();
    edit.sets.to = reader.text();
    for (std::size_t left = reader.count(leastBytes); left > 0; --left) {
        std::string from = reader.text();
        if (!edit.classes.empty() && edit.classes.rbegin()->first >= from) {
            throwDamaged("its classes are not sorted");
        }
        edit.classes.emplace(std::move(from), reader.text());
    }
    return edit;
}

// --- model and seed ------------------------------------------------------------------------

void write(EditWriter& writer, const SetModel& edit) {
    writer.text(edit.modelId);
}

SetModel read(EditReader& reader, std::type_identity<SetModel>) {
    return {reader.text()};
}

void write(EditWriter& writer, const SetSeed& edit) {
    writer.variable(edit.seed);
}

SetSeed read(EditReader& reader, std::type_identity<SetSeed>) {
    return {reader.variable()};
}

// --- edits ---------------------------------------------------------------------------------

void writeEdit(EditWriter& writer, const Edit& edit);
Edit readEdit(EditReader& reader, bool inGroup);

void write(EditWriter& writer, const EditGroup& group) {
    writer.variable(group.edits.size());
    for (const Edit& edit : group.edits) {
        if (std::holds_alternative<EditGroup>(edit.kind)) {
            throw Error("a group of edits lies in another group", "edit");
        }
        writeEdit(writer, edit);
    }
}

EditGroup read(EditReader& reader, std::type_identity<EditGroup>) {
    constexpr std::size_t leastBytes = 3; // gesture, kind, and no kind is empty
    EditGroup group;
    const std::size_t count = reader.count(leastBytes);
    for (std::size_t i = 0; i < count; ++i) {
        group.edits.push_back(readEdit(reader, true));
    }
    return group;
}

void writeEdit(EditWriter& writer, const Edit& edit) {
    writer.variable(edit.gesture);
    writer.byte(static_cast<std::uint8_t>(edit.kind.index()));
    std::visit([&](const auto& kind) { write(writer, kind); }, edit.kind);
}

template<std::size_t... Index>
Edit::Kind readKind(EditReader& reader, std::size_t index, std::index_sequence<Index...>) {
    using Read = Edit::Kind (*)(EditReader&);
    constexpr std::array<Read, sizeof...(Index)> readers = {[](EditReader& from) -> Edit::Kind {
        return read(from, std::type_identity<std::variant_alternative_t<Index, Edit::Kind>>{});
    }...};
    return readers.at(index)(reader);
}

Edit readEdit(EditReader& reader, bool inGroup) {
    constexpr std::size_t kinds = std::variant_size_v<Edit::Kind>;
    static_assert(std::is_same_v<std::variant_alternative_t<kindOfGroup, Edit::Kind>, EditGroup>);
    Edit edit;
    edit.gesture = reader.variable();
    const std::size_t index = reader.byte();
    if (index >= kinds) {
        throwDamaged("it is of an unknown kind");
    }
    if (inGroup && index == kindOfGroup) {
        throwDamaged("a group of edits lies in another group");
    }
    edit.kind = readKind(reader, index, std::make_index_sequence<kinds>{});
    return edit;
}

} // namespace

std::vector<std::byte> serialise(const Edit& edit) {
    EditWriter writer;
    writer.raw(magic);
    writer.byte(formatVersion);
    writeEdit(writer, edit);
    writer.fixed32(crc32(writer.bytes()));
    return std::move(writer).take();
}

Edit parse(std::span<const std::byte> bytes) {
    if (bytes.size() < magic.size() + 1 + checksumSize ||
        !std::equal(magic.begin(), magic.end(), bytes.begin())) {
        throwDamaged("it does not begin as one");
    }
    const auto content = bytes.first(bytes.size() - checksumSize);
    EditReader reader(content.subspan(magic.size()));
    if (const std::uint8_t version = reader.byte(); version != formatVersion) {
        throw Error("the recorded edit has the format version " + std::to_string(version) +
                        ", this program reads " + std::to_string(formatVersion),
                    "edit record", "open it with the version of the program that wrote it");
    }
    if (RecordReader(bytes.last(checksumSize)).fixed32() != crc32(content)) {
        throwDamaged("its checksum does not match");
    }
    Edit edit = readEdit(reader, false);
    if (reader.remaining() > 0) {
        throwDamaged("bytes are left over");
    }
    return edit;
}

} // namespace underpaint::scene
