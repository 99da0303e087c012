// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/staging_dock.h"

#include "engine/base/error.h"
#include "engine/project/package/model_labels.h"
#include "ui/docks/button_row.h"
#include "ui/session/editor.h"
#include "ui/session/services.h"
#include "ui/widgets/action_book.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/split_picture.h"

#include <QAction>
#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPixmap>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace underpaint::ui {

namespace {

constexpr std::size_t stripCount = 12;
constexpr QSize thumbnail(128, 96);

} // namespace

StagingDock::StagingDock(const Site& site)
    : Panel(tr("Compare"), site.parent),
      m_services(site.services),
      m_actions(site.actions),
      m_scenes(site.scenes) {
    setObjectName(QStringLiteral("stagingDock"));
    addActions();
    build();
    AppearanceSource& source = m_services.appearances();
    connect(&source, &AppearanceSource::sceneSample, this,
            [this](SceneAsker asker, int index, const QImage& picture) {
                if (asker == SceneAsker::Strip) {
                    take(index, picture);
                } else if (m_pinnedAt && !picture.isNull()) {
                    m_pinned = picture;
                    showComparison();
                }
            });
    connect(&m_services.rendering().photo(), &PhotoState::photoChanged, this,
            &StagingDock::showComparison);
    connect(toggleViewAction(), &QAction::triggered, this, [this](bool on) { m_asked = on; });
}

void StagingDock::addActions() {
    m_actions.add({"staging.roll",
                   tr("Show &Variations"),
                   "dice",
                   {},
                   tr("Paints the scene in other looks, small and one after the other; nothing "
                      "changes until you take one over")},
                  [this] {
                      m_asked = true;
                      setVisible(true);
                      raise();
                      roll();
                  });
    m_actions.add({"staging.apply",
                   tr("&Take Over Variation"),
                   "brush",
                   {},
                   tr("The scene gets the look of the chosen variation: one step of the history")},
                  [this] { apply(); });
    m_actions.addSwitch({"staging.pin",
                         tr("&Pin Variation"),
                         "pin",
                         {},
                         tr("Keeps it, to be compared with the photo; new variations leave it "
                            "there")},
                        [this](bool on) { pin(on); });
    m_actions.add({"staging.discard", tr("&Discard Variation"), "trash", {}, {}},
                  [this] { discard(); });
    m_actions.add({"staging.peek",
                   tr("&See the Pinned One"),
                   "eye",
                   {QKeySequence(Qt::Key_Backslash)},
                   tr("In the place of the photo, as long as the key is held")},
                  [this] { peek(); });
    m_actions.at(QStringLiteral("staging.peek"))->setAutoRepeat(false);
}

void StagingDock::build() {
    auto* content = new QWidget(this);
    auto* row = new QHBoxLayout(content);
    row->setContentsMargins(4, 2, 4, 2);
    auto* left = new QVBoxLayout;
    auto* bar = new QHBoxLayout;
    m_kind = new QComboBox(content);
    m_kind->setObjectName(QStringLiteral("stagingKind"));
    m_kind->setAccessibleName(tr("What varies"));
    m_kind->setToolTip(m_kind->accessibleName());
    bar->addWidget(m_kind);
    bar->addLayout(
        buttonRow(m_actions.all({QStringLiteral("staging.roll"), QStringLiteral("staging.apply"),
                                 QStringLiteral("staging.pin"), QStringLiteral("staging.discard"),
                                 QStringLiteral("staging.peek")}),
                  content));
    m_state = new QLabel(content);
    m_state->setForegroundRole(QPalette::PlaceholderText);
    bar->addWidget(m_state);
    left->addLayout(bar);
    m_strip = new QListWidget(content);
    m_strip->setObjectName(QStringLiteral("stagingStrip"));
    m_strip->setAccessibleName(tr("Variations of the scene"));
    m_strip->setViewMode(QListView::IconMode);
    m_strip->setFlow(QListView::LeftToRight);
    m_strip->setWrapping(false);
    m_strip->setMovement(QListView::Static);
    m_strip->setIconSize(thumbnail);
    m_strip->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_strip->setMinimumHeight(thumbnail.height() + 44);
    left->addWidget(m_strip, 1);
    row->addLayout(left, 1);
    m_comparison = new SplitPicture(content);
    m_comparison->setAccessibleName(tr("The pinned variation and the photo"));
    m_comparison->setToolTip(tr("Left of the line the pinned variation, right of it the photo; the "
                                "mouse and the arrow keys move the line"));
    m_comparison->setNames(tr("pinned"), tr("photo"));
    m_comparison->setMinimumWidth(thumbnail.width() * 3 / 2);
    m_comparison->hide();
    row->addWidget(m_comparison);
    setWidget(content);
    connect(m_strip, &QListWidget::currentRowChanged, this, &StagingDock::refreshActions);
    connect(m_strip, &QListWidget::itemActivated, this, &StagingDock::apply);
}

void StagingDock::setEditor(Editor* editor) {
    endPeek();
    clear();
    m_editor = editor;
    if (editor == nullptr) {
        return;
    }
    connect(&editor->watch(), &SceneWatch::updated, this, [this] {
        fillKinds();
        refreshActions();
    });
    fillKinds();
    if (!m_asked) {
        hide();
    }
    refreshActions();
}

void StagingDock::setModel(const CurrentModel* model) {
    m_model = model;
    clear();
    m_shelf.clear();
    try {
        if (model != nullptr && model->capabilities.exemplars) {
            m_shelf = exemplarShelf(m_scenes, project::labelSetOf(model->manifest));
        }
    } catch (const Error&) {
        m_shelf.clear(); // the panel of exemplars tells of it
    }
    fillKinds();
    refreshActions();
}

void StagingDock::fillKinds() {
    if (m_editor == nullptr || m_model == nullptr) {
        m_kind->clear();
        return;
    }
    const auto kinds = variationKinds(*m_editor, m_model->manifest, m_model->capabilities, m_shelf);
    const auto offered = [this](int row) {
        return static_cast<VariationKind>(m_kind->itemData(row).toInt());
    };
    bool same = m_kind->count() == static_cast<int>(kinds.size());
    for (int row = 0; same && row < m_kind->count(); ++row) {
        same = offered(row) == kinds[static_cast<std::size_t>(row)];
    }
    if (same) {
        return;
    }
    const QVariant before = m_kind->currentData();
    m_kind->clear();
    for (const VariationKind kind : kinds) {
        m_kind->addItem(variationName(kind), static_cast<int>(kind));
    }
    m_kind->setCurrentIndex(std::max(0, m_kind->findData(before)));
}

void StagingDock::clear() {
    m_services.appearances().cancelSceneSamples(SceneAsker::Strip);
    m_services.appearances().cancelSceneSamples(SceneAsker::Pinned);
    m_staged.clear();
    m_pinnedAt.reset();
    m_pinned = {};
    if (m_strip != nullptr) {
        fillStrip();
        showComparison();
    }
}

scene::SceneState StagingDock::sceneOf(const Variation& variation) const {
    scene::Scene scene(m_editor->scene());
    (void)scene.apply(variation.edit);
    return scene.state();
}

void StagingDock::roll() {
    if (m_kind->currentIndex() < 0) {
        fillKinds(); // the scene may have been counted since
    }
    if (m_editor == nullptr || m_model == nullptr || m_kind->currentIndex() < 0) {
        return;
    }
    std::vector<Staged> next;
    if (m_pinnedAt) {
        next.push_back(m_staged[*m_pinnedAt]);
        next.back().number = -1;
        m_pinnedAt = 0;
    }
    std::vector<scene::SceneState> scenes;
    for (Variation& variation :
         drawnVariations(*m_editor, m_model->manifest, m_model->capabilities,
                         static_cast<VariationKind>(m_kind->currentData().toInt()), stripCount,
                         ++m_round, m_shelf)) {
        scenes.push_back(sceneOf(variation));
        const int number = static_cast<int>(scenes.size()) - 1;
        next.push_back({.variation = std::move(variation), .number = number});
    }
    m_staged = std::move(next);
    fillStrip();
    m_services.appearances().requestSceneSamples(SceneAsker::Strip, scenes, thumbnail * 2);
    refreshActions();
}

void StagingDock::take(int index, const QImage& picture) {
    const auto staged = std::ranges::find(m_staged, index, &Staged::number);
    if (staged == m_staged.end()) {
        return; // was discarded meanwhile
    }
    staged->picture = picture;
    staged->came = true;
    m_strip->item(static_cast<int>(staged - m_staged.begin()))
        ->setIcon(picture.isNull() ? themedIcon(QStringLiteral("warning"))
                                   : QIcon(QPixmap::fromImage(picture)));
    refreshActions();
}

void StagingDock::fillStrip() {
    m_strip->clear();
    QPixmap empty(thumbnail);
    empty.fill(palette().color(QPalette::AlternateBase));
    for (const Staged& staged : m_staged) {
        auto* item = new QListWidgetItem(
            QIcon(staged.picture.isNull() ? empty : QPixmap::fromImage(staged.picture)),
            staged.variation.name, m_strip);
        item->setToolTip(tr("%1: Enter takes it over").arg(staged.variation.name));
    }
    if (m_pinnedAt) {
        QListWidgetItem* item = m_strip->item(static_cast<int>(*m_pinnedAt));
        item->setText(tr("%1 (pinned)").arg(m_staged[*m_pinnedAt].variation.name));
    }
}

std::optional<std::size_t> StagingDock::chosen() const {
    const int row = m_strip->currentRow();
    return row >= 0 && static_cast<std::size_t>(row) < m_staged.size()
               ? std::optional(static_cast<std::size_t>(row))
               : std::nullopt;
}

void StagingDock::apply() {
    const auto index = chosen();
    if (!index || m_editor == nullptr) {
        return;
    }
    const Variation& variation = m_staged[*index].variation;
    try {
        m_editor->document().apply(variation.edit, tr("Variation: %1").arg(variation.name));
    } catch (const Error& error) {
        Q_EMIT failed(QStringLiteral("staging"), QString::fromStdString(error.message()));
    }
}

void StagingDock::pin(bool on) {
    const auto index = chosen();
    m_pinnedAt = on ? index : std::nullopt;
    m_pinned = m_pinnedAt ? m_staged[*m_pinnedAt].picture : QImage();
    const int row = m_strip->currentRow();
    fillStrip();
    m_strip->setCurrentRow(row);
    if (m_pinnedAt) {
        // In full size, for the canvas.
        const Size size = m_editor->scene().size();
        m_services.appearances().requestSceneSamples(SceneAsker::Pinned,
                                                     {sceneOf(m_staged[*m_pinnedAt].variation)},
                                                     QSize(size.width, size.height));
    }
    showComparison();
    refreshActions();
}

void StagingDock::discard() {
    const auto index = chosen();
    if (!index) {
        return;
    }
    if (m_pinnedAt == index) {
        m_pinnedAt.reset();
        m_pinned = {};
    } else if (m_pinnedAt && *m_pinnedAt > *index) {
        --*m_pinnedAt;
    }
    m_staged.erase(m_staged.begin() + static_cast<std::ptrdiff_t>(*index));
    fillStrip();
    m_strip->setCurrentRow(std::min(static_cast<int>(*index), m_strip->count() - 1));
    showComparison();
    refreshActions();
}

void StagingDock::peek() {
    if (m_pinned.isNull() || m_peeking) {
        return;
    }
    m_peeking = true;
    QCoreApplication::instance()->installEventFilter(this);
    Q_EMIT peeked(m_pinned);
}

void StagingDock::endPeek() {
    if (m_peeking) {
        m_peeking = false;
        QCoreApplication::instance()->removeEventFilter(this);
        Q_EMIT peeked({});
    }
}

bool StagingDock::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyRelease && !static_cast<QKeyEvent*>(event)->isAutoRepeat()) {
        endPeek();
    } else if (event->type() == QEvent::ApplicationDeactivate ||
               event->type() == QEvent::MouseButtonPress) {
        endPeek();
    }
    return Panel::eventFilter(watched, event);
}

void StagingDock::showComparison() {
    const QImage& photo = m_services.rendering().photo().photo();
    m_comparison->setVisible(!m_pinned.isNull());
    if (!m_pinned.isNull()) {
        m_comparison->setPictures(m_pinned, photo);
    }
}

void StagingDock::refreshActions() {
    const bool possible = m_editor != nullptr && m_model != nullptr;
    const bool kinds =
        possible &&
        !variationKinds(*m_editor, m_model->manifest, m_model->capabilities, m_shelf).empty();
    m_actions.allow("staging.roll", kinds      ? QString()
                                    : possible ? tr("the model has one look for each scene")
                                               : tr("no model is loaded"));
    const auto index = chosen();
    const QString none = index ? QString() : tr("no variation is chosen");
    m_actions.allow("staging.apply", none);
    m_actions.allow("staging.discard", none);
    const bool come = index && !m_staged[*index].picture.isNull();
    m_actions.allow("staging.pin", !none.isEmpty() ? none
                                   : come          ? QString()
                                                   : tr("its photo has not come yet"));
    m_actions.at(QStringLiteral("staging.pin"))->setChecked(index && m_pinnedAt == index);
    m_actions.allow("staging.peek", m_pinned.isNull() ? tr("nothing is pinned") : QString());
    const auto all = static_cast<int>(m_staged.size());
    const auto painted = static_cast<int>(std::ranges::count(m_staged, true, &Staged::came));
    m_state->setText(painted < all ? tr("%1 of %2 painted …").arg(painted).arg(all) : QString());
}

} // namespace underpaint::ui
