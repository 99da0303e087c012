// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/translate/translator.h"
#include "tests/engine/translate_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

namespace underpaint::test {

inline constexpr translate::RenderSettings kept{.size = {}, .keepsForEdits = true};
inline constexpr translate::RenderSettings welcome{.size = {}, .localIsWelcome = true, .reach = 12};

/// One model and the scene that is edited.
class LocalPainter {
public:
    /// `write` writes the package to a path and returns where it is.
    LocalPainter(const std::function<std::filesystem::path(const std::filesystem::path&)>& write,
                 Size size)
        : state(sampleScene(size)) {
        m_translator = translate::openTranslator(
            project::ModelPackage::open(write(m_folder->path() / "model")), {.device = "cpu"});
    }

    translate::RenderResult render(const translate::RenderSettings& settings,
                                   const CancelToken& cancel = {},
                                   const ProgressSink& progress = {}) {
        return m_translator->render(scene::SceneSnapshot(state, ++m_revision), settings, cancel,
                                    progress);
    }
    /// Returns where that changes a label.
    Rect paint(const Rect& rect, std::uint16_t label) {
        const LabelPlane before = state.labels.toPlane();
        Rect changed;
        for (int y = rect.y; y < rect.bottom(); ++y) {
            for (int x = rect.x; x < rect.right(); ++x) {
                changed = before.at(x, y) == label ? changed : changed.united({x, y, 1, 1});
            }
        }
        state.labels.fill(rect, label);
        state.instances.fill(rect, label);
        return changed;
    }

    scene::SceneState state;

private:
    std::unique_ptr<TemporaryFolder> m_folder = std::make_unique<TemporaryFolder>();
    std::unique_ptr<translate::Translator> m_translator;
    std::uint64_t m_revision = 0;
};

inline bool equalOutside(const Image& a, const Image& b, const Rect& rect) {
    CHECK(a.size() == b.size());
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            for (int c = 0; c < a.channels() && !rect.contains({x, y}); ++c) {
                if (a.at(x, y, c) != b.at(x, y, c)) {
                    return false;
                }
            }
        }
    }
    return true;
}

inline bool covers(const Rect& outer, const Rect& inner) {
    return outer.united(inner) == outer;
}

} // namespace underpaint::test
