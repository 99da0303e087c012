// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/docks/panel.h"

#include <QElapsedTimer>
#include <QMetaObject>
#include <QTimer>

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

class QLabel;
class QSpinBox;

namespace underpaint::ui {

class FrameFilling;
class FrameModel;
class FrameStrip;

/// The frames of the document one after the other: which is in view, playing them, a range of them,
/// inserting, copying and deleting, and what neighbours have that shows through. It is there when
/// there are several frames, or when somebody asks for it.
class TimelineDock : public Panel {
    Q_OBJECT

public:
    explicit TimelineDock(const Site& site);

    Place place() const override { return Place::Below; }
    QString helpPage() const override { return QStringLiteral("sequences"); }
    std::optional<Menu> menu() const override;
    void setEditor(Editor* editor) override;
    void refreshActions() override;

    FrameModel& model() { return *m_model; }
    FrameStrip& strip() { return *m_strip; }
    QSpinBox& rate() { return *m_rate; }
    bool playing() const { return m_ticks.isActive(); }

private:
    void addActions();
    void addFrameActions();
    void build();
    void followFrames();
    void followCurrent();
    void followPhoto();
    /// While it is played: the small photo of the frame in view, where there is no other.
    void peekAtFrame();
    /// Whether it is there.
    void showOrHide();
    void go(std::size_t frame);
    void play(bool on);
    void tick();
    void carry();
    void insertEmpty();
    void duplicate();
    void remove();

    Services& m_services;
    ActionBook& m_actions;
    QSettings& m_settings;
    Editor* m_editor = nullptr;
    std::vector<QMetaObject::Connection> m_connections;
    FrameModel* m_model;
    FrameStrip* m_strip;
    FrameFilling* m_filling;
    QSpinBox* m_rate = nullptr;
    QLabel* m_position = nullptr;
    QTimer m_calm;
    QTimer m_ticks;
    QElapsedTimer m_clock;
    std::size_t m_playedFrom = 0;
    bool m_following = false;
    bool m_several = false; ///< the document has several frames
    bool m_asked = false;   ///< somebody wants to see it for one, too
};

} // namespace underpaint::ui
