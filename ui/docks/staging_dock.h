// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/docks/panel.h"
#include "ui/session/variations.h"

#include <QImage>

#include <cstdint>
#include <optional>
#include <vector>

class QComboBox;
class QLabel;
class QListWidget;

namespace underpaint::ui {

class SplitPicture;

/// Variations of the open scene side by side: small photos that come one after the other, to be
/// looked at, pinned, thrown away or taken over as one step. The pinned one is compared with the
/// present photo. It is there when somebody asks for it.
class StagingDock : public Panel {
    Q_OBJECT

public:
    explicit StagingDock(const Site& site);

    Place place() const override { return Place::Below; }
    QString helpPage() const override { return QStringLiteral("variations"); }
    bool comesWhenAsked() const override { return true; }
    void setEditor(Editor* editor) override;
    void setModel(const CurrentModel* model) override;
    void refreshActions() override;

    QListWidget& strip() { return *m_strip; }
    SplitPicture& comparison() { return *m_comparison; }
    /// Null: nothing is pinned.
    const QImage& pinned() const { return m_pinned; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// One of the strip.
    struct Staged {
        Variation variation;
        QImage picture = {};
        int number = -1;   ///< among the photos that were asked for; -1: of an earlier round
        bool came = false; ///< or failed
    };

    void addActions();
    void build();
    void roll();
    void take(int index, const QImage& picture);
    void apply();
    void pin(bool on);
    void discard();
    void peek();
    void endPeek();
    void fillKinds();
    void fillStrip();
    void showComparison();
    /// With that step done.
    scene::SceneState sceneOf(const Variation& variation) const;
    std::optional<std::size_t> chosen() const;
    void clear();

    Services& m_services;
    ActionBook& m_actions;
    std::filesystem::path m_scenes;
    Editor* m_editor = nullptr;
    const CurrentModel* m_model = nullptr;
    std::vector<ShelfExemplar> m_shelf;
    std::vector<Staged> m_staged;
    std::optional<std::size_t> m_pinnedAt; ///< in the strip
    QImage m_pinned;
    std::uint64_t m_round = 0;
    QComboBox* m_kind = nullptr;
    QListWidget* m_strip = nullptr;
    SplitPicture* m_comparison = nullptr;
    QLabel* m_state = nullptr;
    bool m_peeking = false;
    bool m_asked = false; ///< somebody wants to see it
};

} // namespace underpaint::ui
