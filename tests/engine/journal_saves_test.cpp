// SPDX-License-Identifier: GPL-3.0-or-later
// Journals beside the files that they build on, and the death of the program at any moment.
#include "engine/project/journal/background_sync.h"
#include "engine/project/journal/journal_format.h"
#include "tests/engine/journal_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <memory>
#include <new>
#include <sys/mman.h>
#include <sys/resource.h>
#include <thread>

namespace journal_saves_test {

using namespace underpaint;
using namespace underpaint::test;

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

} // namespace journal_saves_test
