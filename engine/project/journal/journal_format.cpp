// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/journal/journal_format.h"

#include "engine/base/error.h"
#include "engine/project/journal/frame_repair.h"
#include "engine/scene/edit_codec.h"
#include "engine/scene/record_stream.h"
#include "engine/scene/sequence.h"
#include "engine/scene/sequence_codec.h"
#include "engine/scene/whole_state.h"

#include <array>
#include <bit>
#include <utility>

namespace underpaint::project {

namespace {

constexpr std::array magic = {std::byte{'U'}, std::byte{'P'}, std::byte{'J'}, std::byte{'L'}};
constexpr std::uint8_t journalVersion = 1;
constexpr std::size_t startSize = magic.size() + 1;

/// Kinds of frames; those of edits are JournalEntry::Kind.
constexpr std::uint8_t fileBase = 8;
constexpr std::uint8_t stateBase = 9;
constexpr std::uint8_t saveMark = 10;
/// A base of several frames, and behind it each of those after the first. A program that does not
/// know them keeps the journal and says that its base is lost.
/// @{
constexpr std::uint8_t sequenceBase = 11;
constexpr std::uint8_t laterFrame = 12;
/// @}

/// Those of edits first.
constexpr std::array<std::uint8_t, 8> frameKinds = {
    1, 2, 3, fileBase, stateBase, saveMark, sequenceBase, laterFrame};

bool isEdit(std::uint8_t kind) {
    return kind >= static_cast<std::uint8_t>(JournalEntry::Kind::Done) &&
           kind <= static_cast<std::uint8_t>(JournalEntry::Kind::Redone);
}

std::vector<std::byte> writtenState(const scene::SceneState& state) {
    std::vector<std::byte> bytes = scene::serialise(scene::wholeStateEdit(state));
    if (state.referencePhoto) {
        state.referencePhoto->rest();
    }
    return bytes;
}

scene::SceneState readState(scene::RecordReader& reader) {
    scene::Scene scene;
    scene.apply(scene::parse(reader.raw(reader.remaining())));
    return *scene;
}

/// What a journal builds on, but for the frames that follow in records of their own.
struct FirstRecord {
    JournalBase base;
    std::size_t later = 0; ///< of them
};

FirstRecord readBase(const Frame& frame) {
    scene::RecordReader reader(frame.content);
    FirstRecord first;
    JournalBase& base = first.base;
    base.name = reader.text();
    if (frame.kind == fileBase) {
        base.file = reader.text();
        base.digest = reader.text();
        if (base.file.empty()) {
            throw Error("the journal names no file");
        }
    } else if (frame.kind == stateBase) {
        base.state = readState(reader);
    } else if (frame.kind == sequenceBase) {
        first.later = static_cast<std::size_t>(reader.variable(scene::maxFrames));
        base.state = readState(reader);
    } else {
        throw Error("the journal has no base");
    }
    return first;
}

scene::SceneState readLater(const Frame& frame) {
    if (frame.kind != laterFrame) {
        throw Error("the journal lacks a frame of its base");
    }
    scene::RecordReader reader(frame.content);
    return readState(reader);
}

std::variant<JournalEntry, JournalSave> readItem(const Frame& frame) {
    scene::RecordReader reader(frame.content);
    if (isEdit(frame.kind)) {
        std::string text = reader.text();
        return JournalEntry{static_cast<JournalEntry::Kind>(frame.kind), std::move(text),
                            scene::parseSequenceEdit(reader.raw(reader.remaining()))};
    }
    if (frame.kind == saveMark) {
        JournalSave save;
        save.file = reader.text();
        save.digest = reader.text();
        save.editsBefore = reader.remaining() > 0 ? reader.variable() : 0;
        return save;
    }
    throw Error("the journal has a record of an unknown kind");
}

/// One flipped bit in the first bytes is no hindrance.
void checkStart(std::span<const std::byte> bytes, const std::string& where) {
    int flipped = 0;
    for (std::size_t i = 0; i < magic.size(); ++i) {
        flipped += std::popcount(std::to_integer<unsigned>(bytes[i] ^ magic.at(i)));
    }
    if (flipped > 1) {
        throw Error("the beginning of the crash journal is damaged", where,
                    "The file is kept where it is");
    }
    const auto version = std::to_integer<unsigned>(bytes[magic.size()]);
    if (version != journalVersion) {
        throw Error("the journal has the format version " + std::to_string(version) +
                        ", this program reads " + std::to_string(journalVersion),
                    where, "Recover it with the version of the program that wrote it");
    }
}

/// Reads the next frame with `read`, put right where one bit of it is wrong. Nothing at the end and
/// for a frame that cannot be read; the reader then stands before it.
template<class Read>
auto readNext(FrameReader& frames, const Read& read)
    -> std::optional<decltype(read(std::declval<Frame>()))> {
    FrameReader ahead = frames;
    // A frame whose checksum is right and whose content is not is as lost as a torn one.
    try {
        if (const auto frame = ahead.next()) {
            auto result = read(*frame);
            frames = ahead;
            return result;
        }
    } catch (const Error&) {
        return std::nullopt;
    }
    for (const RepairedFrame& possible : possibleFrames(frames.rest())) {
        try {
            auto result = read(Frame{possible.kind, possible.content});
            frames.skip(possible.size);
            return result;
        } catch (const Error&) {
            continue; // it was another bit
        }
    }
    return std::nullopt;
}

/// The base with all its frames; false when it cannot be read.
bool readWholeBase(FrameReader& frames, JournalBase& base) {
    auto first = readNext(frames, readBase);
    if (!first) {
        return false;
    }
    base = std::move(first->base);
    if (first->later == 0) {
        return true;
    }
    // One after the other, so that no two of them are there that are not packed.
    scene::Sequence sequence(*base.state);
    while (sequence.frames() <= first->later) {
        auto frame = readNext(frames, readLater);
        if (!frame) {
            return false;
        }
        try {
            sequence.apply(scene::InsertFrames{sequence.frames(), {std::move(*frame)}});
        } catch (const Error&) {
            return false; // of another size: not what was written
        }
    }
    base.laterFrames = sequence.states();
    base.state = std::move(base.laterFrames.front());
    base.laterFrames.erase(base.laterFrames.begin());
    return true;
}

/// The base, or where it is lost what comes behind it.
void readFirst(FrameReader& frames, JournalContent& content, const std::string& where) {
    if (readWholeBase(frames, content.base)) {
        return;
    }
    content.base = {};
    content.baseLost = true;
    const auto rest = frames.rest();
    const auto next = rest.empty() ? std::nullopt : findFrame(rest.subspan(1), frameKinds);
    if (!next) {
        throw Error("the crash journal is damaged, nothing in it can be read", where,
                    "The file is kept where it is");
    }
    frames.skip(1 + *next);
}

} // namespace

void writeJournalStart(const JournalBase& base, const ByteSink& sink) {
    scene::RecordWriter start;
    start.raw(magic);
    start.byte(journalVersion);
    sink(start.bytes());
    scene::RecordWriter content;
    content.text(base.name);
    if (!base.file.empty()) {
        content.text(base.file.string());
        content.text(base.digest);
        sink(frameBytes(fileBase, content.bytes()));
        return;
    }
    const std::size_t later = base.laterFrames.size();
    if (later > 0) {
        content.variable(later);
    }
    content.raw(writtenState(base.state.value_or(scene::SceneState{})));
    sink(frameBytes(later > 0 ? sequenceBase : stateBase, content.bytes()));
    for (const scene::SceneState& frame : base.laterFrames) {
        sink(frameBytes(laterFrame, writtenState(frame)));
    }
}

std::vector<std::byte> journalFrame(const JournalEntry& entry) {
    scene::RecordWriter content;
    content.text(entry.text);
    content.raw(scene::serialiseSequenceEdit(entry.edit));
    return frameBytes(static_cast<std::uint8_t>(entry.kind), content.bytes());
}

std::vector<std::byte> journalFrame(const JournalSave& save) {
    scene::RecordWriter content;
    content.text(save.file.string());
    content.text(save.digest);
    content.variable(save.editsBefore);
    return frameBytes(saveMark, content.bytes());
}

std::optional<JournalContent> readJournal(std::span<const std::byte> bytes,
                                          const std::string& where) {
    if (bytes.size() < startSize + frameHeadSize) {
        return std::nullopt;
    }
    checkStart(bytes, where);
    FrameReader frames(bytes.subspan(startSize));
    JournalContent content;
    readFirst(frames, content, where);
    content.validBytes = startSize + frames.position();
    while (auto item = readNext(frames, readItem)) {
        content.items.push_back({std::move(*item), content.validBytes});
        content.validBytes = startSize + frames.position();
    }
    content.damagedBytes = bytes.size() - content.validBytes;
    content.torn = isTornFrame(bytes.subspan(content.validBytes), frameKinds);
    return content;
}

} // namespace underpaint::project
