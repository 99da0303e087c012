// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/mapped_file.h"
#include "engine/project/file/project_file.h"
#include "engine/project/journal/journal_format.h"
#include "tests/ui/endurance_editor.h"
#include "tests/ui/endurance_runs.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <vector>

namespace underpaint::test {

namespace {

/// Small, so that the oldest steps are forgotten in the course of a run.
constexpr std::size_t undoCap = std::size_t{4} << 20U;

/// Applies what stands in the crash journals to a scene of its own, from the first to the last.
class JournalReplay {
public:
    explicit JournalReplay(std::string folder) : m_folder(std::move(folder)) {}

    /// To be called before the journal begins anew, with the scene as the editor has it. Empty, or
    /// what differs.
    QString follow(const scene::SceneState& live) {
        const auto content = read();
        if (!content) {
            return QStringLiteral("there is no journal");
        }
        const scene::SceneState base = content->base.file.empty()
                                           ? *content->base.state
                                           : project::readProject(content->base.file).project.state;
        if (!m_scene) {
            m_scene.emplace(base);
        } else if (!(base == **m_scene)) {
            return QStringLiteral("the journal does not begin where the one before ended");
        }
        for (const project::JournalContent::Item& item : content->items) {
            if (const auto* entry = std::get_if<project::JournalEntry>(&item.what)) {
                m_scene->apply(std::get<scene::FrameEdit>(entry->edit).edit);
                ++m_entries;
            }
        }
        if (content->damagedBytes != 0 || !(**m_scene == live)) {
            return QStringLiteral("the replay of the journal gives another scene");
        }
        return {};
    }

    const scene::SceneState& state() const { return **m_scene; }
    long entries() const { return m_entries; }

private:
    std::optional<project::JournalContent> read() const {
        for (const auto& entry : std::filesystem::directory_iterator(m_folder)) {
            if (entry.path().extension() == project::journalExtension) {
                return project::readJournal(MappedFile(entry.path()).bytes(), entry.path());
            }
        }
        return std::nullopt;
    }

    std::string m_folder;
    std::optional<scene::Scene> m_scene;
    long m_entries = 0;
};

/// The heap right after the project was opened again: no undo steps, no journal, nothing rendered.
/// What is left between two of these and is no history of the project has leaked.
struct MemoryWatch {
    std::size_t first = 0;
    std::size_t last = 0;
    std::size_t largest = 0;
    std::size_t largestUndo = 0;

    void reloaded(const QString& file) {
        std::size_t history = 0;
        for (const auto& entry : project::readProject(file.toStdString()).project.history) {
            history += entry.byteSize();
        }
        const std::size_t heap = heapBytes();
        last = heap - std::min(heap, history);
        first = first == 0 ? last : first;
    }
};

std::vector<std::byte> bytesOf(const scene::SceneState& state) {
    project::Project project;
    project.state = state;
    return project::encodeProject(project);
}

constexpr double megabytes(std::size_t bytes) {
    return static_cast<double>(bytes) / (1 << 20);
}

} // namespace

QString endureEdits(const EnduranceOptions& options) {
    const QTemporaryDir home;
    EnduranceEditor editor(home.path(), options.model);
    editor.start();
    if (!editor.waitForModel()) {
        return QStringLiteral("the model is not loaded");
    }
    editor.document().setUndoCap(undoCap);
    ScriptedArtist artist(editor.window(), options.seed, editor.projectFile(), {});
    JournalReplay replay(editor.journals());
    MemoryWatch memory;
    QString problem;
    long photos = 0;
    QObject::connect(&editor.session().rendering().photo(), &ui::PhotoState::photoChanged,
                     [&] { ++photos; });
    QObject::connect(&artist, &ScriptedArtist::aboutToSave, [&] {
        const QString found = replay.follow(editor.document().scene());
        problem = problem.isEmpty() ? found : problem;
    });
    QObject::connect(&artist, &ScriptedArtist::reloaded, [&] {
        memory.reloaded(editor.projectFile());
        editor.document().setUndoCap(undoCap);
        if (!(editor.document().scene() == replay.state())) {
            problem = QStringLiteral("the project that was opened again is another scene");
        }
    });
    QObject::connect(&artist, &ScriptedArtist::edited, [&] {
        const std::size_t undo = editor.document().undoBytes();
        memory.largestUndo = std::max(memory.largestUndo, undo);
        if (undo > undoCap && editor.document().undoStack().count() > 1) {
            problem = QStringLiteral("the undo stack holds more than its cap");
        }
        constexpr long often = 500;
        if (artist.edits() % often == 0) {
            memory.largest = std::max(memory.largest, heapBytes());
            std::printf("  %6ld edits  heap %.1f MB  undo %.1f MB  %ld photos\n", artist.edits(),
                        megabytes(heapBytes()), megabytes(undo), photos);
            std::fflush(stdout);
        }
    });

    QElapsedTimer clock;
    clock.start();
    while ((artist.edits() < options.edits || !artist.resting()) && problem.isEmpty() &&
           artist.problem().isEmpty()) {
        artist.step();
        QCoreApplication::processEvents();
    }
    if (problem.isEmpty()) {
        problem = artist.problem();
    }
    editor.document().finishSaving();
    if (problem.isEmpty()) {
        problem = replay.follow(editor.document().scene());
    }
    std::printf("  %ld edits in %.0f s, %ld saves, %ld reloads, %ld photos; %ld journal entries\n"
                "  undo at most %.1f MB (cap %.1f MB); heap at most %.1f MB; without history and "
                "undo %.1f MB after the first reload, %.1f MB after the last\n",
                artist.edits(), static_cast<double>(clock.elapsed()) / 1e3, artist.saves(),
                artist.reloads(), photos, replay.entries(), megabytes(memory.largestUndo),
                megabytes(undoCap), megabytes(memory.largest), megabytes(memory.first),
                megabytes(memory.last));
    std::fflush(stdout);
    if (!problem.isEmpty()) {
        return QStringLiteral("after %1 edits, at “%2”: %3")
            .arg(artist.edits())
            .arg(artist.deed(), problem);
    }
    if (photos == 0) {
        return QStringLiteral("nothing was rendered");
    }
    constexpr std::size_t slack = std::size_t{24} << 20U;
    if (memory.last > memory.first + slack) {
        return QStringLiteral("the program has grown from reload to reload");
    }
    // The same bytes: what is open, what the journal tells, and what a file of it holds.
    const auto expected = bytesOf(replay.state());
    if (bytesOf(editor.document().scene()) != expected) {
        return QStringLiteral("the bytes of the scene are not those of the replayed journal");
    }
    editor.document().saveAs(editor.projectFile().toStdString());
    const auto saved = project::readProject(editor.projectFile().toStdString());
    if (bytesOf(saved.project.state) != expected) {
        return QStringLiteral("the file does not hold what the journal tells");
    }
    return {};
}

} // namespace underpaint::test
