// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/atomic_file.h"
#include "engine/base/mapped_file.h"
#include "engine/project/archive/sha256.h"
#include "engine/project/journal/background_sync.h"
#include "engine/project/journal/journal_format.h"
#include "engine/project/journal/recovery.h"
#include "engine/scene/whole_state.h"
#include "tests/engine/scene_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <memory>
#include <new>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

using namespace underpaint;
using namespace underpaint::project;
using Kind = JournalEntry::Kind;

namespace {

namespace fs = std::filesystem;
constexpr Size sceneSize{90, 70};

/// A scene with an undo stack, the plainest way: what recovery must agree with.
class Painter {
public:
    explicit Painter(std::uint64_t seed, std::size_t frames = 1)
        : m_random(seed), m_sequence(test::sampleScene(sceneSize, seed)), m_video(frames > 1) {
        m_sequence.apply(scene::InsertFrames{
            1, std::vector<scene::SceneState>(frames - 1, m_sequence.frame(0))});
    }

    /// One random edit, undo or redo, written to the journal when there is one.
    JournalEntry step(Journal* journal) {
        const auto choice = m_random.below(10);
        JournalEntry entry;
        if (choice == 0 && !m_done.empty()) {
            entry = {Kind::Undone, "", m_done.back().inverse};
            m_undone.push_back(std::move(m_done.back()));
            m_done.pop_back();
            m_sequence.apply(entry.edit);
        } else if (choice == 1 && !m_undone.empty()) {
            entry = {Kind::Redone, "", m_undone.back().edit};
            m_done.push_back(std::move(m_undone.back()));
            m_undone.pop_back();
            m_sequence.apply(entry.edit);
        } else {
            entry = {Kind::Done, "step", nextEdit()};
            scene::AppliedSequenceEdit applied{entry.edit, m_sequence.apply(entry.edit)};
            m_undone.clear();
            if (m_done.empty() || !m_done.back().merge(applied)) {
                m_done.push_back(std::move(applied));
            }
        }
        if (journal != nullptr) {
            journal->append(entry);
        }
        return entry;
    }

    const scene::SceneState& state() const { return m_sequence.frame(0); }
    const scene::Sequence& sequence() const { return m_sequence; }
    const std::vector<scene::AppliedSequenceEdit>& done() const { return m_done; }
    const std::vector<scene::AppliedSequenceEdit>& undone() const { return m_undone; }
    /// Forgets the steps, as if the scene were opened from a file.
    void settle() {
        m_done.clear();
        m_undone.clear();
    }

private:
    scene::SequenceEdit nextEdit() {
        const auto frames = m_sequence.frames();
        const std::size_t frame = m_video ? m_random.below(frames) : 0;
        const scene::SceneState& state = m_sequence.frame(frame);
        if (!m_video && m_random.below(3) == 0) {
            return scene::FrameEdit{0, test::randomEdit(state, m_random)};
        }
        m_gesture += m_random.below(4) == 0 ? 1 : 0; // strokes of some dabs
        if (m_video && m_random.below(3) == 0) {
            return wholeFrames(frame);
        }
        return scene::FrameEdit{frame, test::randomPaint(state, m_random, 100 + m_gesture)};
    }

    scene::SequenceEdit wholeFrames(std::size_t frame) {
        switch (m_random.below(3)) {
        case 0:
            return scene::InsertFrames{frame, {m_sequence.frame(frame), m_sequence.frame(0)}};
        case 1:
            return scene::RemoveFrames{frame, m_sequence.frames() > 2 ? 1U : 0U};
        default: {
            scene::EditFrames all;
            for (std::size_t i = 0; i < m_sequence.frames(); ++i) {
                all.edits.push_back({i, {scene::SetSeed{m_random.below(99)}, 5 + m_gesture}});
            }
            return all;
        }
        }
    }

    Random m_random;
    scene::Sequence m_sequence;
    bool m_video = false;
    std::vector<scene::AppliedSequenceEdit> m_done;
    std::vector<scene::AppliedSequenceEdit> m_undone;
    std::uint64_t m_gesture = 0;
};

JournalBase baseOf(const Painter& painter) {
    JournalBase base{"Untitled", {}, {}, painter.state()};
    base.laterFrames = painter.sequence().states();
    base.laterFrames.erase(base.laterFrames.begin());
    return base;
}

bool sameSteps(const std::vector<RecoveredStep>& steps,
               const std::vector<scene::AppliedSequenceEdit>& expected) {
    return std::equal(steps.begin(), steps.end(), expected.begin(), expected.end(),
                      [](const RecoveredStep& a, const scene::AppliedSequenceEdit& b) {
                          return a.applied.edit == b.edit && a.applied.inverse == b.inverse;
                      });
}

scene::Sequence framesOf(const RecoveredDocument& document) {
    scene::Sequence sequence = sequenceOf(document.base);
    for (const RecoveredStep& step : document.done) {
        sequence.apply(step.applied.edit);
    }
    return sequence;
}

scene::SceneState stateOf(const RecoveredDocument& document) {
    return framesOf(document).frame(0);
}

std::vector<std::byte> bytesOf(const fs::path& path) {
    const MappedFile file(path);
    return {file.bytes().begin(), file.bytes().end()};
}

/// Writes a project of the state and returns its digest.
std::string save(const fs::path& path, const scene::SceneState& state) {
    Project project;
    project.state = state;
    const auto bytes = encodeProject(project);
    writeFileAtomically(path, bytes);
    return sha256(bytes);
}

void append(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary | std::ios::app) << text;
}

/// Runs something in a process of its own and returns how that ended.
template<class Work>
pid_t inChild(const Work& work) {
    const pid_t child = ::fork();
    if (child == 0) {
        int code = 1;
        try {
            work();
            code = 0;
        } catch (...) {
            code = 2;
        }
        ::_exit(code);
    }
    return child;
}

int endOf(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

} // namespace

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

UNDERPAINT_TEST(a_journal_builds_on_the_saved_file) {
    const test::TemporaryFolder folder;
    const fs::path file = folder / "street.underpaint";
    Painter painter(21);
    fs::path path;
    {
        Journal journal(folder.path(), baseOf(painter));
        path = journal.path();
        painter.step(&journal);
        const std::string digest = save(file, painter.state());
        journal.restart({"street", file, digest, {}});
        painter.settle();
        for (int i = 0; i < 12; ++i) {
            painter.step(&journal);
        }
    }
    const RecoveredDocument document = recoverDocument(path);
    CHECK(document.file == file);
    CHECK(stateOf(document) == painter.state());
    CHECK(sameSteps(document.done, painter.done()));
}

UNDERPAINT_TEST(a_death_during_a_save_loses_nothing) {
    const test::TemporaryFolder folder;
    const fs::path file = folder / "street.underpaint";
    for (const bool replaced : {false, true}) {
        Painter painter(22);
        std::string digest = save(file, painter.state());
        fs::path path;
        {
            Journal journal(folder.path(), {"street", file, digest, {}});
            path = journal.path();
            for (int i = 0; i < 8; ++i) {
                painter.step(&journal);
            }
            Project project;
            project.state = painter.state();
            const auto bytes = encodeProject(project);
            journal.aboutToSave(file, sha256(bytes));
            if (replaced) {
                writeFileAtomically(file, bytes);
            }
        }
        const auto found = findJournals(folder.path());
        CHECK_EQUAL(found.size(), replaced ? 0U : 1U);
        if (!replaced) {
            CHECK(stateOf(recoverDocument(path)) == painter.state());
            CHECK(removeJournal(path));
        }
    }
}

UNDERPAINT_TEST(edits_during_a_save_are_recovered_at_every_moment_of_it) {
    const test::TemporaryFolder folder;
    const fs::path file = folder / "street.underpaint";
    enum Moment { Writing, Announced, Replaced, Painted, Restarted, PaintedOn };
    for (int death = Writing; death <= PaintedOn; ++death) {
        Painter painter(220 + static_cast<std::uint64_t>(death));
        const std::string before = save(file, painter.state());
        fs::path path;
        {
            Journal journal(folder.path(), {"street", file, before, {}});
            path = journal.path();
            std::vector<JournalEntry> since;
            const auto paint = [&](int steps) {
                for (int i = 0; i < steps; ++i) {
                    since.push_back(painter.step(&journal));
                }
            };
            paint(9);
            since.clear();
            Project project;
            project.state = painter.state();
            const auto bytes = encodeProject(project);
            paint(7);
            if (death >= Announced) {
                journal.aboutToSave(file, sha256(bytes), since.size());
                paint(5);
            }
            if (death >= Replaced) {
                writeFileAtomically(file, bytes);
            }
            if (death >= Painted) {
                paint(4);
            }
            if (death >= Restarted) {
                journal.restart({"street", file, sha256(bytes), {}}, since);
            }
            if (death >= PaintedOn) {
                paint(6);
            }
            CHECK(findJournals(folder.path()).empty()); // it is alive
        }
        const auto found = findJournals(folder.path());
        CHECK_EQUAL(found.size(), 1U);
        CHECK(found[0].file == file);
        CHECK(stateOf(recoverDocument(path)) == painter.state());
        CHECK(removeJournal(path));
    }
}

UNDERPAINT_TEST(a_journal_that_cannot_be_restarted_goes_on) {
    const test::TemporaryFolder folder;
    const fs::path journals = folder / "journals";
    Painter painter(24);
    Journal journal(journals, baseOf(painter));
    painter.step(&journal);
    fs::rename(journals, folder / "elsewhere");
    std::ofstream(journals) << "in the way";
    CHECK_ERROR(journal.restart(baseOf(painter)), "crash journal");
    fs::remove(journals);
    fs::rename(folder / "elsewhere", journals);
    painter.step(&journal);
    const auto content = readJournal(MappedFile(journal.path()).bytes(), "");
    CHECK_EQUAL(content->items.size(), 2U);
}

UNDERPAINT_TEST(the_file_before_is_closed_on_the_thread_that_syncs) {
    const test::TemporaryFolder folder;
    append(folder / "one", "1");
    const int descriptor = ::open((folder / "one").c_str(), O_RDWR | O_CLOEXEC);
    std::vector<std::thread::id> closers;
    {
        BackgroundSync sync(descriptor, std::chrono::milliseconds(1));
        // Two in one interval: none of them is closed by who follows the next.
        for (int i = 0; i < 2; ++i) {
            std::shared_ptr<int> before(
                nullptr, [&](int*) { closers.push_back(std::this_thread::get_id()); });
            sync.follow(descriptor, std::move(before));
        }
    }
    CHECK_EQUAL(closers.size(), 2U);
    for (const std::thread::id closer : closers) {
        CHECK(closer != std::this_thread::get_id());
    }
    ::close(descriptor);
}

UNDERPAINT_TEST(a_journal_without_its_file_is_kept) {
    const test::TemporaryFolder folder;
    const fs::path file = folder / "street.underpaint";
    Painter painter(23);
    fs::path path;
    {
        Journal journal(folder.path(), {"street", file, save(file, painter.state()), {}});
        path = journal.path();
        painter.step(&journal);
    }
    fs::rename(file, folder / "elsewhere");
    CHECK(findJournals(folder.path()).at(0).problem.find("street.underpaint") != std::string::npos);
    CHECK_ERROR(recoverDocument(path), "not there any more");
    fs::rename(folder / "elsewhere", file);
    CHECK(stateOf(recoverDocument(path)) == painter.state());
}

UNDERPAINT_TEST(undo_beyond_the_last_save_is_recovered) {
    const test::TemporaryFolder folder;
    const fs::path file = folder / "street.underpaint";
    scene::Scene scene = test::sampleScene(sceneSize, 3);
    const scene::SceneState before = *scene;
    const scene::Edit edit{scene::SetSeed{77}};
    const scene::Edit inverse = scene.apply(edit);
    fs::path path;
    {
        Journal journal(folder.path(), {"street", file, save(file, *scene), {}});
        path = journal.path();
        journal.append({Kind::Undone, "Seed", scene::FrameEdit{0, inverse}});
    }
    RecoveredDocument document = recoverDocument(path);
    CHECK(stateOf(document) == before);
    CHECK(document.done.empty() && document.stepsBelowBase);
    const scene::AppliedSequenceEdit step{scene::FrameEdit{0, edit}, scene::FrameEdit{0, inverse}};
    CHECK(sameSteps(document.undone, {step}));
    document.journal->append({Kind::Redone, "Seed", scene::FrameEdit{0, edit}});
    document.journal.reset();
    document = recoverDocument(path);
    CHECK(stateOf(document) == *scene);
    CHECK(sameSteps(document.done, {step}));
}

UNDERPAINT_TEST(killed_at_any_moment_every_finished_edit_is_recovered) {
    // Shared with the children: how many edits are in the journal for sure.
    void* page = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CHECK(page != MAP_FAILED);
    auto* finished = new (page) std::atomic<int>;
    const test::TemporaryFolder folder;
    Random random(2024);
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        const std::size_t frames = seed % 3 == 0 ? 3 : 1;
        finished->store(0);
        const pid_t child = inChild([&] {
            Painter painter(seed, frames);
            Journal journal(folder.path(), baseOf(painter));
            while (true) {
                painter.step(&journal);
                finished->fetch_add(1);
            }
        });
        const int wanted = static_cast<int>(random.below(60));
        while (finished->load() < wanted) {
            std::this_thread::yield();
        }
        for (auto spins = random.below(20000); spins > 0; --spins) {
            (void)finished->load(); // a random moment within an edit
        }
        ::kill(child, SIGKILL);
        CHECK(WIFSIGNALED(endOf(child)));
        const auto certain = static_cast<std::size_t>(finished->load());
        const auto found = findJournals(folder.path());
        CHECK(found.size() == 1 || (certain == 0 && found.empty()));
        if (found.empty()) {
            continue;
        }
        CHECK(found[0].edits >= certain && found[0].edits <= certain + 1);
        Painter expected(seed, frames);
        for (std::size_t i = 0; i < found[0].edits; ++i) {
            expected.step(nullptr);
        }
        const RecoveredDocument document = recoverDocument(found[0].journal);
        CHECK(framesOf(document) == expected.sequence());
        CHECK(sameSteps(document.done, expected.done()));
        document.journal->discard();
    }
    ::munmap(page, 4096);
}

UNDERPAINT_TEST(a_full_disk_ends_the_journal_before_the_gap) {
    const test::TemporaryFolder folder;
    const pid_t child = inChild([&] {
        Painter painter(6);
        Journal journal(folder.path(), baseOf(painter));
        for (int i = 0; i < 10; ++i) {
            painter.step(&journal);
        }
        ::signal(SIGXFSZ, SIG_IGN);
        const auto size = static_cast<rlim_t>(fs::file_size(journal.path()) + 40);
        const struct rlimit limit = {size, RLIM_INFINITY};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const scene::Edit photo{
            scene::SetReferencePhoto{std::make_shared<Image>(40, 40, 3, std::uint8_t{1})}};
        CHECK_ERROR(journal.append({Kind::Done, "", scene::FrameEdit{0, photo}}),
                    "cannot be written");
        // This one would fit, but the one before is missing.
        CHECK_ERROR(journal.append({Kind::Done, "", scene::FrameEdit{0, {scene::SetSeed{1}}}}),
                    "gap");
    });
    CHECK_EQUAL(endOf(child), 0);
    const auto found = findJournals(folder.path());
    CHECK_EQUAL(found.at(0).edits, 10U);
    CHECK_EQUAL(found[0].damagedBytes, 0U);
}
