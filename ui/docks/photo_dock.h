// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/photo_maps.h"
#include "ui/docks/panel.h"

#include <QMetaObject>
#include <QTimer>

#include <cstdint>
#include <vector>

class QCheckBox;
class QLabel;
class QSpinBox;

namespace underpaint::ui {

class ValueSlider;

/// The photo layer: how opaque it lies over the scene, and what of it stays when the scene is
/// painted.
class PhotoDock : public Panel {
    Q_OBJECT

public:
    explicit PhotoDock(const Site& site);

    Place place() const override { return Place::Bottom; }
    QString helpPage() const override { return QStringLiteral("photo"); }
    std::optional<Menu> menu() const override;
    void setEditor(Editor* editor) override;
    void refreshActions() override;

private:
    void addActions();
    void build();
    /// The scene has another photo, or keeps other parts of it.
    void follow();
    void countTouched();
    void setKeep(const scene::KeepSettings& keep, const QString& text, std::uint64_t gesture);
    void switchKeep(bool on);
    void bake();

    Services& m_services;
    ActionBook& m_actions;
    Editor* m_editor = nullptr;
    std::vector<QMetaObject::Connection> m_connections;
    ValueSlider* m_opacity = nullptr;
    QCheckBox* m_keep = nullptr;
    QSpinBox* m_feather = nullptr;
    QCheckBox* m_match = nullptr;
    QLabel* m_touched = nullptr;
    QTimer m_calm; ///< before touched pixels are counted
    std::uint64_t m_gesture = 0;
    bool m_following = false;
};

} // namespace underpaint::ui
