// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/project/journal/journal_format.h"
#include "engine/scene/sequence.h"

#include <cstdint>
#include <span>
#include <vector>

namespace {

using namespace underpaint;

void play(std::span<const std::byte> journal) {
    try {
        const auto content = project::readJournal(journal, "input");
        if (!content) {
            return;
        }
        if (content->validBytes + content->damagedBytes != journal.size()) {
            __builtin_trap();
        }
        if (content->baseLost || !content->base.state) {
            return;
        }
        scene::Sequence frames(*content->base.state, content->base.laterFrames);
        for (const auto& item : content->items) {
            if (const auto* entry = std::get_if<project::JournalEntry>(&item.what)) {
                frames.apply(entry->edit);
            }
        }
        for (std::size_t frame = 0; frame < frames.frames(); ++frame) {
            frames.frame(frame).check();
        }
    } catch (const Error&) {
        // The only permitted way to fail.
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = std::as_bytes(std::span(data, size));
    play(bytes);
    // The same as the content of a record, to reach what lies behind its checksum.
    if (size > 0) {
        std::vector<std::byte> journal;
        project::writeJournalStart({}, [&](std::span<const std::byte> piece) {
            journal.insert(journal.end(), piece.begin(), piece.end());
        });
        const auto frame = project::frameBytes(data[0], bytes.subspan(1));
        journal.insert(journal.end(), frame.begin(), frame.end());
        play(journal);
    }
    return 0;
}
