// SPDX-License-Identifier: GPL-3.0-or-later
// What is in a journal, and what damage costs.
#include "engine/project/journal/journal_format.h"
#include "engine/scene/sequence.h"
#include "engine/scene/whole_state.h"
#include "tests/engine/journal_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

namespace journal_test {

using namespace underpaint;
using namespace underpaint::test;

UNDERPAINT_TEST(a_state_is_an_edit_of_an_empty_scene) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Painter painter(seed);
        for (int i = 0; i < 20; ++i) {
            painter.step(nullptr);
        }
        scene::Scene scene;
        scene.apply(wholeStateEdit(painter.state()));
        CHECK(*scene == painter.state());
    }
}

UNDERPAINT_TEST(a_journal_gives_scene_and_steps_back) {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        const test::TemporaryFolder folder;
        Painter painter(seed);
        auto journal = std::make_unique<Journal>(folder / "journals", baseOf(painter));
        for (int i = 0; i < 60; ++i) {
            painter.step(journal.get());
        }
        CHECK(findJournals(folder / "journals").empty()); // its owner lives
        CHECK_ERROR(recoverDocument(journal->path()), "another window");
        journal.reset();
        const auto found = findJournals(folder / "journals");
        CHECK_EQUAL(found.size(), 1U);
        CHECK_EQUAL(found[0].name, "Untitled");
        CHECK_EQUAL(found[0].edits, 60U);
        CHECK(found[0].problem.empty() && found[0].damagedBytes == 0 && found[0].modified > 0);
        // Recovered twice with more work in between: the journal goes on.
        for (int round = 0; round < 2; ++round) {
            const RecoveredDocument document = recoverDocument(found[0].journal);
            CHECK(stateOf(document) == painter.state());
            CHECK(sameSteps(document.done, painter.done()));
            CHECK(sameSteps(document.undone, painter.undone()));
            for (int i = 0; i < 10; ++i) {
                painter.step(document.journal.get());
            }
        }
    }
}

UNDERPAINT_TEST(a_journal_gives_frames_back) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const test::TemporaryFolder folder;
        Painter painter(seed, 4);
        auto journal = std::make_unique<Journal>(folder / "journals", baseOf(painter));
        for (int i = 0; i < 40; ++i) {
            painter.step(journal.get());
        }
        journal.reset();
        const auto found = findJournals(folder / "journals");
        CHECK_EQUAL(found.size(), 1U);
        CHECK_EQUAL(found[0].edits, 40U);
        for (int round = 0; round < 2; ++round) {
            const RecoveredDocument document = recoverDocument(found[0].journal);
            CHECK(framesOf(document) == painter.sequence());
            CHECK(sameSteps(document.done, painter.done()));
            CHECK(sameSteps(document.undone, painter.undone()));
            for (int i = 0; i < 10; ++i) {
                painter.step(document.journal.get());
            }
        }
    }
}

UNDERPAINT_TEST(damaged_frames_of_a_journal_are_told) {
    const test::TemporaryFolder folder;
    Painter painter(3, 3);
    fs::path path;
    std::size_t base = 0;
    {
        Journal journal(folder.path(), baseOf(painter));
        path = journal.path();
        base = fs::file_size(path);
        for (int i = 0; i < 6; ++i) {
            painter.step(&journal);
        }
    }
    const auto whole = bytesOf(path);
    // Its base is a record per frame. Without one of them nothing can be played.
    Random random(8);
    for (int i = 0; i < 60; ++i) {
        auto changed = whole;
        for (int byte = 0; byte < 3; ++byte) {
            changed[base / 2 + random.below(base / 2)] = static_cast<std::byte>(random.below(256));
        }
        writeFileAtomically(path, changed);
        const auto found = findJournals(folder.path());
        CHECK_EQUAL(found.size(), 1U);
        if (found[0].problem.empty()) {
            CHECK(framesOf(recoverDocument(path)) == painter.sequence());
        } else {
            CHECK_ERROR(recoverDocument(path), "damaged");
        }
        CHECK(fs::exists(path));
    }
    // One flipped bit is put right there, too.
    for (int i = 0; i < 40; ++i) {
        auto changed = whole;
        changed[base / 4 + random.below(base / 2)] ^= std::byte{16};
        writeFileAtomically(path, changed);
        CHECK(framesOf(recoverDocument(path)) == painter.sequence());
    }
}

UNDERPAINT_TEST(a_torn_journal_is_read_up_to_the_tear) {
    const test::TemporaryFolder folder;
    Painter painter(9);
    std::vector<std::size_t> ends;
    std::vector<scene::SceneState> states;
    fs::path path;
    {
        Journal journal(folder.path(), baseOf(painter));
        path = journal.path();
        for (int i = 0; i < 25; ++i) {
            ends.push_back(fs::file_size(path));
            states.push_back(painter.state());
            painter.step(&journal);
        }
    }
    const auto whole = bytesOf(path);
    Random random(5);
    for (std::size_t length = ends[0]; length < whole.size(); length += 1 + random.below(200)) {
        writeFileAtomically(path, std::span(whole).first(length));
        const auto after = std::upper_bound(ends.begin(), ends.end(), length);
        const auto last = static_cast<std::size_t>(after - ends.begin()) - 1;
        const RecoveredDocument document = recoverDocument(path);
        CHECK(stateOf(document) == states[last]);
        CHECK_EQUAL(document.damagedBytes, length - ends[last]);
        CHECK_EQUAL(fs::file_size(path), ends[last]);
    }
    // A changed byte ends the journal at the record that it lies in; one bit alone is put right.
    for (int i = 0; i < 100; ++i) {
        auto changed = whole;
        const std::size_t at = ends[0] + random.below(whole.size() - ends[0]);
        changed[at] ^= static_cast<std::byte>(3U << random.below(7));
        writeFileAtomically(path, changed);
        const auto after = std::upper_bound(ends.begin(), ends.end(), at);
        CHECK(stateOf(recoverDocument(path)) ==
              states[static_cast<std::size_t>(after - ends.begin()) - 1]);
    }
}

UNDERPAINT_TEST(useless_journals_are_removed) {
    const test::TemporaryFolder folder;
    const Painter painter(2);
    { const Journal journal(folder.path(), baseOf(painter)); }
    append(folder / ("torn" + std::string(journalExtension)), "UPJL\x01");
    append(folder / ("empty" + std::string(journalExtension)), "");
    append(folder / "letter.txt", "mine");
    CHECK(findJournals(folder.path()).empty());
    CHECK(fs::exists(folder / "letter.txt"));
    CHECK_EQUAL(std::distance(fs::directory_iterator(folder.path()), {}), 1);
    CHECK(findJournals(folder / "absent").empty());
    Painter other(2);
    Journal journal(folder.path(), baseOf(other));
    other.step(&journal);
    journal.discard();
    CHECK(!fs::exists(journal.path()));
}

UNDERPAINT_TEST(one_flipped_bit_costs_nothing) {
    const test::TemporaryFolder folder;
    const fs::path file = folder / "street.underpaint";
    for (const bool saved : {false, true}) {
        Painter painter(saved ? 31U : 30U);
        const JournalBase base =
            saved ? JournalBase{"street", file, save(file, painter.state()), {}} : baseOf(painter);
        fs::path path;
        {
            Journal journal(folder / "journals", base);
            path = journal.path();
            for (int i = 0; i < 8; ++i) {
                painter.step(&journal);
            }
        }
        const auto whole = bytesOf(path);
        constexpr std::size_t versionAt = 4;
        Random random(7);
        for (std::size_t i = 0; i < 250; ++i) {
            const std::size_t at = i < 60 ? i : random.below(whole.size());
            if (at == versionAt) {
                continue;
            }
            auto changed = whole;
            changed[at] ^= static_cast<std::byte>(1U << random.below(8));
            writeFileAtomically(path, changed);
            const auto found = findJournals(folder / "journals");
            CHECK_EQUAL(found.size(), 1U);
            CHECK_EQUAL(found[0].problem, "");
            CHECK_EQUAL(found[0].edits, 8U);
            CHECK_EQUAL(found[0].damagedBytes, 0U);
            const RecoveredDocument document = recoverDocument(path);
            CHECK(stateOf(document) == painter.state());
            CHECK(sameSteps(document.done, painter.done()));
            CHECK(document.keptCopy.empty());
        }
        // It goes on behind the bit.
        auto changed = whole;
        changed[20] ^= std::byte{1};
        writeFileAtomically(path, changed);
        painter.step(recoverDocument(path).journal.get());
        CHECK(stateOf(recoverDocument(path)) == painter.state());
        CHECK(removeJournal(path));
    }
}

UNDERPAINT_TEST(a_journal_that_may_hold_work_is_never_removed) {
    const test::TemporaryFolder folder;
    Painter painter(32);
    std::vector<std::size_t> ends;
    fs::path path;
    {
        Journal journal(folder.path(), baseOf(painter));
        path = journal.path();
        for (int i = 0; i < 8; ++i) {
            ends.push_back(fs::file_size(path));
            painter.step(&journal);
        }
    }
    const auto whole = bytesOf(path);
    const auto listed = [&](const std::vector<std::byte>& content) {
        writeFileAtomically(path, content);
        const auto found = findJournals(folder.path());
        CHECK_EQUAL(found.size(), 1U);
        CHECK(bytesOf(path) == content);
        CHECK(found[0].problem.empty() ||
              found[0].problem.find(path.string()) != std::string::npos);
        return found[0];
    };
    const auto damaged = [&](std::size_t begin, std::size_t end) {
        auto changed = whole;
        std::fill(changed.begin() + static_cast<std::ptrdiff_t>(begin),
                  changed.begin() + static_cast<std::ptrdiff_t>(end), std::byte{0});
        return changed;
    };
    // The beginning is gone, or all of it, or it is another file altogether.
    CHECK(!listed(damaged(0, 4)).problem.empty());
    CHECK(!listed(damaged(4, 5)).problem.empty());
    CHECK(!listed(damaged(5, 40)).problem.empty());
    CHECK_ERROR(recoverDocument(path), "beginning");
    CHECK(!listed(damaged(0, whole.size())).problem.empty());
    CHECK_ERROR(recoverDocument(path), "damaged");
    CHECK(!listed(std::vector(200, std::byte{'x'})).problem.empty());
    // So is the first edit, and with it what came after.
    CHECK(!listed(damaged(ends[0], ends[0] + 30)).problem.empty());
    // What can be read is offered; the whole journal is kept beside it.
    const auto half = damaged(ends[4] + 2, ends[4] + 30);
    CHECK_EQUAL(listed(half).edits, 4U);
    const RecoveredDocument document = recoverDocument(path);
    CHECK_EQUAL(document.keptCopy, fs::path(path.string() + ".damaged-1"));
    CHECK(bytesOf(document.keptCopy) == half);
    CHECK_EQUAL(fs::file_size(path), ends[4]);
}

UNDERPAINT_TEST(journals_of_newer_programs_are_kept) {
    const test::TemporaryFolder folder;
    append(folder / ("new" + std::string(journalExtension)), "UPJL\x02 and what it writes");
    const auto found = findJournals(folder.path());
    CHECK_EQUAL(found.size(), 1U);
    CHECK(found[0].problem.find("format version 2") != std::string::npos);
    CHECK_ERROR(recoverDocument(found[0].journal), "format version 2");
    CHECK(removeJournal(found[0].journal));
    CHECK(findJournals(folder.path()).empty());
}

UNDERPAINT_TEST(a_sequence_is_written_and_read_frame_by_frame) {
    constexpr std::size_t count = 40;
    const auto photoOf = [](std::size_t frame) {
        return std::make_shared<const Image>(120, 90, 3, static_cast<std::uint8_t>(frame));
    };
    scene::SceneState first = *test::sampleScene(test::sceneSize, 4);
    first.referencePhoto = photoOf(0);
    scene::Sequence sequence(first);
    for (std::size_t i = 1; i < count; ++i) {
        scene::SceneState next = *test::sampleScene(test::sceneSize, i);
        next.referencePhoto = photoOf(i);
        sequence.apply(scene::InsertFrames{i, {std::move(next)}});
    }
    JournalBase base{"moving", {}, {}, sequence.frame(0)};
    base.laterFrames = sequence.states();
    base.laterFrames.erase(base.laterFrames.begin());
    std::vector<std::byte> whole;
    std::size_t largest = 0;
    writeJournalStart(base, [&](std::span<const std::byte> piece) {
        whole.insert(whole.end(), piece.begin(), piece.end());
        largest = std::max(largest, piece.size());
    });
    CHECK(largest < whole.size() / (count / 4));
    const auto content = readJournal(whole, "sample");
    CHECK(content && !content->baseLost && content->base.state == sequence.frame(0));
    CHECK_EQUAL(content->base.laterFrames.size(), count - 1);
    for (std::size_t i = 1; i < count; ++i) {
        const scene::SceneState& frame = content->base.laterFrames[i - 1];
        CHECK(frame == sequence.frame(i) && frame.referencePhoto->isAway());
    }
    // A base whose frames do not go together is none.
    base.laterFrames.back() = *test::sampleScene({30, 20}, 4);
    whole.clear();
    writeJournalStart(base, [&](std::span<const std::byte> piece) {
        whole.insert(whole.end(), piece.begin(), piece.end());
    });
    CHECK_ERROR(readJournal(whole, "sample"), "nothing in it can be read");
}

} // namespace journal_test
