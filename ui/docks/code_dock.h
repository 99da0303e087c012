// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/style.h"
#include "ui/docks/code_actions.h"
#include "ui/docks/panel.h"

#include <QMetaObject>
#include <QString>

#include <optional>
#include <vector>

class QLabel;
class QSettings;
class QVBoxLayout;

namespace underpaint::ui {

class CodeFavourites;
class CodeGallery;
class CodePlane;
class CodeSliders;
class CodeStrip;

/// The latent code of the scene, for models that have one: its values, a pad over two of them,
/// random samples, codes that are kept, and what lies between two codes.
class CodeDock : public Panel {
    Q_OBJECT

public:
    explicit CodeDock(const Site& site);

    Place place() const override { return Place::Bottom; }
    QString helpPage() const override { return QStringLiteral("variations"); }
    void setEditor(Editor* editor) override;
    bool serves(const scene::Capabilities& can) const override { return can.latentSize > 0; }
    void refreshActions() override { m_actions.refresh(); }

    CodeSliders& sliders() { return *m_sliders; }
    CodePlane& plane() { return *m_plane; }
    CodeGallery& gallery() { return *m_gallery; }
    CodeFavourites& favourites() { return *m_favourites; }
    CodeStrip& strip() { return *m_strip; }

private:
    void build();
    void addSection(QVBoxLayout& column, const QString& id, const QString& title, QWidget* content);
    void connectParts();
    /// Another model: other parts.
    void followModel();
    /// The scene's code may be another one.
    void followCode();
    void followLocks();
    /// By the user, within the gesture.
    void edit(const scene::LatentCode& code, const QString& text);
    void take(const scene::LatentCode& code, const QString& text);
    void keep();
    /// Kept codes get their photo when it is there.
    void givePicture();

    Services& m_services;
    QSettings& m_settings;
    CodeActions m_actions;
    Editor* m_editor = nullptr;
    std::vector<QMetaObject::Connection> m_connections;
    QString m_model; ///< id
    int m_size = 0;  ///< of its code
    std::uint64_t m_gesture = 0;
    std::optional<scene::LatentCode> m_pictureWanted;
    QLabel* m_hint;
    QWidget* m_parts;
    CodeSliders* m_sliders;
    CodePlane* m_plane;
    CodeGallery* m_gallery;
    CodeFavourites* m_favourites;
    CodeStrip* m_strip;
};

} // namespace underpaint::ui
