// SPDX-License-Identifier: GPL-3.0-or-later
// A user who paints, and what is asked of the journals of that.
#pragma once

#include "engine/base/atomic_file.h"
#include "engine/base/mapped_file.h"
#include "engine/project/archive/sha256.h"
#include "engine/project/journal/recovery.h"
#include "tests/engine/scene_samples.h"

#include <algorithm>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace underpaint::test {

using namespace underpaint::project;
using Kind = JournalEntry::Kind;

namespace fs = std::filesystem;
inline constexpr Size sceneSize{90, 70};

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

inline JournalBase baseOf(const Painter& painter) {
    JournalBase base{"Untitled", {}, {}, painter.state()};
    base.laterFrames = painter.sequence().states();
    base.laterFrames.erase(base.laterFrames.begin());
    return base;
}

inline bool sameSteps(const std::vector<RecoveredStep>& steps,
                      const std::vector<scene::AppliedSequenceEdit>& expected) {
    return std::equal(steps.begin(), steps.end(), expected.begin(), expected.end(),
                      [](const RecoveredStep& a, const scene::AppliedSequenceEdit& b) {
                          return a.applied.edit == b.edit && a.applied.inverse == b.inverse;
                      });
}

inline scene::Sequence framesOf(const RecoveredDocument& document) {
    scene::Sequence sequence = sequenceOf(document.base);
    for (const RecoveredStep& step : document.done) {
        sequence.apply(step.applied.edit);
    }
    return sequence;
}

inline scene::SceneState stateOf(const RecoveredDocument& document) {
    return framesOf(document).frame(0);
}

inline std::vector<std::byte> bytesOf(const fs::path& path) {
    const MappedFile file(path);
    return {file.bytes().begin(), file.bytes().end()};
}

/// Writes a project of the state and returns its digest.
inline std::string save(const fs::path& path, const scene::SceneState& state) {
    Project project;
    project.state = state;
    const auto bytes = encodeProject(project);
    writeFileAtomically(path, bytes);
    return sha256(bytes);
}

inline void append(const fs::path& path, const std::string& text) {
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

inline int endOf(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

} // namespace underpaint::test
