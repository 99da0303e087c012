// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/sequence_codec.h"

#include "engine/base/error.h"
#include "engine/scene/checksum.h"
#include "engine/scene/edit_codec.h"
#include "engine/scene/record_stream.h"
#include "engine/scene/sequence.h"
#include "engine/scene/whole_state.h"

#include <algorithm>
#include <array>
#include <utility>

namespace underpaint::scene {

namespace {

constexpr std::array sequenceMagic = {std::byte{'U'}, std::byte{'P'}, std::byte{'S'},
                                      std::byte{'E'}};
constexpr std::uint8_t sequenceVersion = 1;
constexpr std::size_t sequenceChecksum = 4;

// The number of a kind in the file is its place in SequenceEdit, so that new ones go to the end.

void writePart(RecordWriter& writer, const Edit& edit) {
    const std::vector<std::byte> bytes = serialise(edit);
    writer.variable(bytes.size());
    writer.raw(bytes);
}

Edit readPart(RecordReader& reader) {
    return parse(reader.raw(reader.count(1)));
}

std::size_t readFrame(RecordReader& reader) {
    return static_cast<std::size_t>(reader.variable(maxFrames));
}

void writeKind(RecordWriter& writer, const FrameEdit& edit) {
    writer.variable(edit.frame);
    writePart(writer, edit.edit);
}

void writeKind(RecordWriter& writer, const InsertFrames& edit) {
    writer.variable(edit.at);
    writer.variable(edit.frames.size());
    for (const SceneState& frame : edit.frames) {
        writePart(writer, wholeStateEdit(frame));
    }
}

void writeKind(RecordWriter& writer, const RemoveFrames& edit) {
    writer.variable(edit.first);
    writer.variable(edit.count);
}

void writeKind(RecordWriter& writer, const EditFrames& edit) {
    writer.variable(edit.edits.size());
    for (const FrameEdit& member : edit.edits) {
        writeKind(writer, member);
    }
}

FrameEdit readFrameEdit(RecordReader& reader) {
    FrameEdit edit;
    edit.frame = readFrame(reader);
    edit.edit = readPart(reader);
    return edit;
}

InsertFrames readInsert(RecordReader& reader) {
    constexpr std::size_t leastBytes = 10; // what every edit begins and ends with
    InsertFrames edit;
    edit.at = readFrame(reader);
    for (std::size_t left = reader.count(leastBytes); left > 0; --left) {
        Scene scene;
        scene.apply(readPart(reader));
        edit.frames.push_back(*scene);
    }
    return edit;
}

RemoveFrames readRemove(RecordReader& reader) {
    RemoveFrames edit;
    edit.first = readFrame(reader);
    edit.count = readFrame(reader);
    return edit;
}

EditFrames readFrames(RecordReader& reader) {
    constexpr std::size_t leastBytes = 11;
    EditFrames edit;
    for (std::size_t left = reader.count(leastBytes); left > 0; --left) {
        edit.edits.push_back(readFrameEdit(reader));
        const std::size_t last = edit.edits.size() - 1;
        if (last > 0 && edit.edits[last - 1].frame >= edit.edits[last].frame) {
            throwDamaged("its frames are out of order");
        }
    }
    return edit;
}

SequenceEdit readSequenceEdit(RecordReader& reader) {
    constexpr std::array<SequenceEdit (*)(RecordReader&), std::variant_size_v<SequenceEdit>>
        readers = {[](RecordReader& from) -> SequenceEdit { return readFrameEdit(from); },
                   [](RecordReader& from) -> SequenceEdit { return readInsert(from); },
                   [](RecordReader& from) -> SequenceEdit { return readRemove(from); },
                   [](RecordReader& from) -> SequenceEdit { return readFrames(from); }};
    const std::size_t kind = reader.byte();
    if (kind >= readers.size()) {
        throwDamaged("it is of an unknown kind");
    }
    return readers.at(kind)(reader);
}

} // namespace

std::vector<std::byte> serialiseSequenceEdit(const SequenceEdit& edit) {
    if (const auto* one = std::get_if<FrameEdit>(&edit); one != nullptr && one->frame == 0) {
        return serialise(one->edit);
    }
    RecordWriter writer;
    writer.raw(sequenceMagic);
    writer.byte(sequenceVersion);
    writer.byte(static_cast<std::uint8_t>(edit.index()));
    std::visit([&](const auto& kind) { writeKind(writer, kind); }, edit);
    writer.fixed32(crc32(writer.bytes()));
    return std::move(writer).take();
}

SequenceEdit parseSequenceEdit(std::span<const std::byte> bytes) {
    if (bytes.size() < sequenceMagic.size() + 2 + sequenceChecksum ||
        !std::equal(sequenceMagic.begin(), sequenceMagic.end(), bytes.begin())) {
        return FrameEdit{0, parse(bytes)};
    }
    const auto content = bytes.first(bytes.size() - sequenceChecksum);
    RecordReader reader(content.subspan(sequenceMagic.size()));
    if (const std::uint8_t version = reader.byte(); version != sequenceVersion) {
        throw Error("the recorded edit of frames has the format version " +
                        std::to_string(version) + ", this program reads " +
                        std::to_string(sequenceVersion),
                    "edit record", "open it with the version of the program that wrote it");
    }
    if (RecordReader(bytes.last(sequenceChecksum)).fixed32() != crc32(content)) {
        throwDamaged("its checksum does not match");
    }
    SequenceEdit edit = readSequenceEdit(reader);
    if (reader.remaining() > 0) {
        throwDamaged("bytes are left over");
    }
    return edit;
}

} // namespace underpaint::scene
