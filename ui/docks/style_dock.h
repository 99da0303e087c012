// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/project/package/style_directions.h"
#include "engine/scene/style.h"
#include "ui/docks/panel.h"
#include "ui/docks/style_actions.h"

#include <QMetaObject>
#include <QTimer>

#include <functional>
#include <optional>
#include <vector>

class QAction;
class QGridLayout;
class QGroupBox;
class QLabel;
class QScrollArea;
class QVBoxLayout;

namespace underpaint::ui {

class StyleSourceView;
class StyleTile;
class ValueSlider;

/// How the selected instances look: one picture per cluster of their class, rendered for the first
/// of them, where their style was taken from, sliders that mix the clusters, and sliders along the
/// directions in which the looks of the class differ, which say what their ends look like.
class StyleDock : public Panel {
    Q_OBJECT

public:
    explicit StyleDock(const Site& site);

    Place place() const override { return Place::Bottom; }
    QString helpPage() const override { return QStringLiteral("styles"); }
    void setEditor(Editor* editor) override;
    std::optional<Menu> menu() const override { return StyleActions::menu(); }
    bool serves(const scene::Capabilities& can) const override { return can.styles; }
    void refreshActions() override { m_actions.refresh(); }
    const std::vector<StyleTile*>& tiles() const { return m_tiles; }
    const std::vector<ValueSlider*>& directions() const { return m_fine; }
    const StyleSourceView& source() const { return *m_source; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void build(const QList<QAction*>& actions);
    /// Another selection or another model: other tiles and sliders.
    void rebuild();
    void clear();
    void buildTiles();
    void buildSliders();
    QVBoxLayout* addGroup(const QString& title, const QString& tip);
    void addSlider(QVBoxLayout& group, ValueSlider* slider, const std::function<void()>& changed);
    void arrangeTiles();
    /// The styles of the scene changed: marks and slider positions.
    void followStyles();
    void requestPictures();
    void takePicture(quint32 instance, int index, const QImage& image);
    /// What the ends of the sliders look like: two styles a direction.
    std::vector<scene::Style> endsOfDirections() const;
    /// The picture of one of them; with the other one it says what the direction does.
    void takeEnd(std::size_t index, const QImage& image);
    void showSource();
    void showHint(const QString& text);
    std::vector<std::uint32_t> targets() const;
    void choose(int cluster);
    void mix();
    void shift(std::size_t direction);

    Services& m_services;
    StyleActions m_actions;
    Editor* m_editor = nullptr;
    std::vector<QMetaObject::Connection> m_connections;
    std::optional<project::ModelPackage> m_package; ///< for its pictures of the clusters
    std::uint32_t m_instance = 0;
    std::uint16_t m_label = 0;
    std::uint64_t m_gesture = 0;
    QLabel* m_title;
    QLabel* m_hint;
    QWidget* m_content;
    QScrollArea* m_scroll;
    QWidget* m_grid;
    QGridLayout* m_tilesLayout;
    QVBoxLayout* m_slidersLayout;
    QWidget* m_sliders = nullptr;
    std::vector<StyleTile*> m_tiles;
    std::vector<ValueSlider*> m_mixture;
    std::vector<ValueSlider*> m_fine;
    std::optional<project::StyleDirections> m_directions;
    std::vector<QImage> m_ends; ///< as endsOfDirections()
    StyleSourceView* m_source;
    QTimer m_calm;
};

} // namespace underpaint::ui
