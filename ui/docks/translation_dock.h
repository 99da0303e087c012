// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/translate/photo_translator.h"
#include "ui/docks/panel.h"
#include "ui/session/photo_translating.h"

#include <QMetaObject>

#include <cstdint>
#include <vector>

class QComboBox;
class QLabel;
class QProgressBar;
class QSpinBox;

namespace underpaint::ui {

class ValueSlider;

/// Turns selected instances of the scene's photo into something else, with models that translate
/// photos (InstaGAN), or the whole photo (CycleGAN). The result is the photo layer, and the maps
/// follow it.
class TranslationDock : public Panel {
    Q_OBJECT

public:
    explicit TranslationDock(const Site& site);

    Place place() const override { return Place::Bottom; }
    QString helpPage() const override { return QStringLiteral("translate"); }
    void setEditor(Editor* editor) override;
    void setModel(const CurrentModel* model) override;
    /// Where a model that translates photos is installed.
    bool serves(const scene::Capabilities& can) const override;
    void refreshActions() override;

private:
    /// A translation that was asked for.
    struct Asked {
        std::uint64_t document = 0;
        std::uint64_t revision = 0;
        InstalledWay way;
        std::vector<std::uint32_t> instances;
    };

    void build();
    QWidget* buildSettings(QWidget* parent);
    /// Looks into the folders again, which takes a moment.
    void readWays();
    /// Lists the ways again; those from a class of the selection come first.
    void listWays();
    QStringList selectedClasses() const;
    const InstalledWay* chosenWay() const;
    QString whyNotTranslate() const;
    /// The last step of the undo stack is the last translation.
    bool isLatest() const;
    translate::TranslationSettings settings() const;
    void translate(std::vector<std::uint32_t> instances);
    void translateAgain();
    void take(const TranslationEnd& end);
    void apply(const translate::PhotoTranslation& made);
    void showChanged(const translate::PhotoTranslation& made);
    void showRunning(bool running);
    /// What is known of the selection, for those who wonder.
    void showHint();

    Services& m_services;
    ActionBook& m_actions;
    Editor* m_editor = nullptr;
    std::vector<QMetaObject::Connection> m_connections;
    std::vector<InstalledWay> m_installed; ///< in the order of the folders
    std::vector<InstalledWay> m_ways;      ///< as they are listed
    QComboBox* m_way = nullptr;
    QComboBox* m_order = nullptr;
    QSpinBox* m_perStep = nullptr;
    ValueSlider* m_strength = nullptr;
    QSpinBox* m_feather = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_hint = nullptr;
    QLabel* m_changed = nullptr;
    Asked m_asked;
    bool m_running = false;
    std::uint64_t m_reading = 0; ///< counts photos that are read for a translation
    std::uint64_t m_latest = 0;  ///< the revision that the last translation made; 0: none
};

} // namespace underpaint::ui
