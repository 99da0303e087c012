// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/fill.h"
#include "engine/scene/sequence.h"
#include "tests/ui/window_fixture.h"
#include "ui/docks/frame_model.h"
#include "ui/docks/frame_strip.h"
#include "ui/docks/timeline_dock.h"

#include <QCoreApplication>
#include <QTest>

namespace underpaint::test {

/// The window with a document of several frames.
class TimelineFixture : public WindowFixture {
    Q_OBJECT

protected:
    ui::TimelineDock& dock() { return *m_window->findChild<ui::TimelineDock*>(); }
    ui::FrameStrip& strip() { return dock().strip(); }
    QPoint middleOf(int frame) { return strip().visualRect(dock().model().index(frame)).center(); }
    /// A square that moves to the right over a plain map, one frame after the other.
    scene::Sequence moving(std::size_t frames);
    void openFrames(std::size_t frames) {
        m_window->setDocument(std::make_unique<ui::Document>(moving(frames)));
        QCOMPARE(document().frames(), frames);
        QTRY_VERIFY(dock().isVisible());
        QCoreApplication::processEvents();
    }
    QImage photoOf(int frame) {
        return dock().model().index(frame).data(ui::FrameModel::PhotoRole).value<QImage>();
    }
    bool allHavePhotos() {
        for (int frame = 0; frame < dock().model().rowCount(); ++frame) {
            if (photoOf(frame).isNull()) {
                return false;
            }
        }
        return true;
    }
    void paint(Rect rect, std::uint16_t label, std::uint32_t instance) {
        document().apply(scene::fillRectangle(scene(), rect, {label, instance}, {}, 0), "Paint");
    }
};

} // namespace underpaint::test
