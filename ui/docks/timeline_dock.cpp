// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/timeline_dock.h"

#include "ui/docks/button_row.h"
#include "ui/docks/frame_filling.h"
#include "ui/docks/frame_model.h"
#include "ui/docks/frame_strip.h"
#include "ui/session/carried_edit.h"
#include "ui/session/editor.h"
#include "ui/session/empty_frame.h"
#include "ui/session/services.h"
#include "ui/widgets/action_book.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/with_progress.h"

#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QScopedValueRollback>
#include <QSettings>
#include <QSpinBox>
#include <QUndoStack>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace underpaint::ui {

namespace {

constexpr auto rateKey = "timeline/framesPerSecond";
constexpr int usualRate = 12;
constexpr int fastestRate = 30;
/// Of rest, before pictures are drawn again.
constexpr int calmPictures = 60; // ms

} // namespace

TimelineDock::TimelineDock(const Site& site)
    : Panel(tr("Timeline"), site.parent),
      m_services(site.services),
      m_actions(site.actions),
      m_settings(site.settings),
      m_model(new FrameModel(this)),
      m_strip(new FrameStrip),
      m_filling(new FrameFilling(site.services, *m_model, this)) {
    setObjectName(QStringLiteral("timelineDock"));
    m_calm.setSingleShot(true);
    m_calm.setInterval(calmPictures);
    connect(&m_calm, &QTimer::timeout, this, [this] {
        m_model->touch();
        m_filling->reconsider();
    });
    m_ticks.setTimerType(Qt::PreciseTimer);
    connect(&m_ticks, &QTimer::timeout, this, &TimelineDock::tick);
    addActions();
    addFrameActions();
    build();
    connect(&m_services.rendering().photo(), &PhotoState::photoChanged, this,
            &TimelineDock::followPhoto);
    connect(&m_services.rendering(), &PhotoRendering::rolledOut, this,
            [this](std::size_t frame, const QImage& photo) {
                if (m_editor != nullptr) {
                    m_model->keepPhoto(frame, photo, true);
                }
            });
    connect(toggleViewAction(), &QAction::triggered, this, [this](bool on) { m_asked = on; });
    connect(this, &QDockWidget::visibilityChanged, this,
            [this](bool visible) { m_filling->setWanted(visible && !playing()); });
}

void TimelineDock::addActions() {
    const auto current = [this] { return m_editor->document().currentFrame(); };
    m_actions.add(
        {"timeline.previous", tr("&Previous Frame"), "previous", {QKeySequence(Qt::Key_PageUp)}},
        [this, current] { go(current() > 0 ? current() - 1 : 0); });
    m_actions.addSwitch({"timeline.play",
                         tr("P&lay"),
                         "play",
                         {QKeySequence(Qt::Key_F5)},
                         tr("The frames between the marks, again and again; photos are shown "
                            "where they are painted already")},
                        [this](bool on) { play(on); });
    m_actions.add({"timeline.next", tr("&Next Frame"), "next", {QKeySequence(Qt::Key_PageDown)}},
                  [this, current] { go(current() + 1); });
    m_actions.add({"timeline.first",
                   tr("&First Frame"),
                   {},
                   {QKeySequence(Qt::SHIFT | Qt::Key_PageUp)},
                   tr("Of those between the marks")},
                  [this] { go(m_model->range().first); });
    m_actions.add({"timeline.last",
                   tr("L&ast Frame"),
                   {},
                   {QKeySequence(Qt::SHIFT | Qt::Key_PageDown)},
                   tr("Of those between the marks")},
                  [this] { go(m_model->range().second); });
    m_actions.add({"timeline.markIn",
                   tr("&Begin the Range Here"),
                   "mark-in",
                   {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_PageUp)},
                   tr("What is played, and what an edit is carried through")},
                  [this, current] {
                      m_model->setIn(current());
                      refreshActions();
                  });
    m_actions.add({"timeline.markOut",
                   tr("&End the Range Here"),
                   "mark-out",
                   {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_PageDown)},
                   tr("What is played, and what an edit is carried through")},
                  [this, current] {
                      m_model->setOut(current());
                      refreshActions();
                  });
    m_actions.add({"timeline.clearMarks",
                   tr("All Frames Are the &Range"),
                   "close",
                   {},
                   tr("Takes both marks away")},
                  [this] {
                      m_model->setIn({});
                      m_model->setOut({});
                      refreshActions();
                  });
    m_actions.addSwitch({"timeline.onionSkin",
                         tr("&Onion Skin"),
                         "onion-skin",
                         {QKeySequence(Qt::Key_F7)},
                         tr("What is elsewhere in the frame before (orange) and in the next one "
                            "(blue) shows through the labels")},
                        [this](bool on) {
                            m_editor->state().setOnionSkin({on, on});
                        });
}

void TimelineDock::addFrameActions() {
    m_actions.add({"timeline.duplicate",
                   tr("&Duplicate Frame"),
                   "duplicate",
                   {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_J)},
                   tr("A copy after this frame")},
                  [this] { duplicate(); });
    m_actions.add({"timeline.insert",
                   tr("&Insert Empty Frame"),
                   "insert-frame",
                   {QKeySequence(Qt::Key_Insert)},
                   tr("After this frame, of nothing but what the eraser paints")},
                  [this] { insertEmpty(); });
    m_actions.add({"timeline.carry",
                   tr("&Carry Edit Through Frames"),
                   "carry-edit",
                   {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R)},
                   tr("What was painted in this frame follows the motion through the range; other "
                      "frames that were painted by hand correct it")},
                  [this] { carry(); });
    m_actions.add({"timeline.delete",
                   tr("Dele&te Frame"),
                   "trash",
                   {QKeySequence(Qt::SHIFT | Qt::Key_Delete)}},
                  [this] { remove(); });
}

std::optional<Panel::Menu> TimelineDock::menu() const {
    return Menu{tr("&Timeline"),
                {"timeline.play", "timeline.previous", "timeline.next", "timeline.first",
                 "timeline.last", "", "timeline.markIn", "timeline.markOut", "timeline.clearMarks",
                 "", "timeline.duplicate", "timeline.insert", "timeline.delete", "",
                 "timeline.carry", "", "timeline.onionSkin"}};
}

void TimelineDock::build() {
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(4, 2, 4, 2);
    column->setSpacing(2);
    auto* row = buttonRow(
        m_actions.all({QStringLiteral("timeline.previous"), QStringLiteral("timeline.play"),
                       QStringLiteral("timeline.next"), QStringLiteral("timeline.markIn"),
                       QStringLiteral("timeline.markOut"), QStringLiteral("timeline.clearMarks"),
                       QStringLiteral("timeline.duplicate"), QStringLiteral("timeline.insert"),
                       QStringLiteral("timeline.delete"), QStringLiteral("timeline.carry"),
                       QStringLiteral("timeline.onionSkin")}),
        content);
    m_position = new QLabel(content);
    m_rate = new QSpinBox(content);
    m_rate->setObjectName(QStringLiteral("playRate"));
    m_rate->setRange(1, fastestRate);
    m_rate->setSuffix(tr(" fps", "frames per second"));
    m_rate->setAccessibleName(tr("Frames per second"));
    m_rate->setToolTip(tr("How fast it is played"));
    m_rate->setValue(m_settings.value(QLatin1String(rateKey), usualRate).toInt());
    row->addWidget(m_position);
    row->addWidget(m_rate);
    column->addLayout(row);
    column->addWidget(m_strip, 1);
    setWidget(content);
    m_strip->setModel(m_model);
    connect(m_strip->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& index) {
                if (!m_following && m_editor != nullptr && index.isValid()) {
                    play(false);
                    go(static_cast<std::size_t>(index.row()));
                }
            });
    connect(m_rate, &QSpinBox::valueChanged, this, [this](int rate) {
        m_settings.setValue(QLatin1String(rateKey), rate);
        if (playing()) {
            play(true); // from here, at the new rate
        }
    });
}

void TimelineDock::setEditor(Editor* editor) {
    play(false);
    for (const auto& connection : m_connections) {
        disconnect(connection);
    }
    m_connections.clear();
    m_editor = editor;
    {
        const QScopedValueRollback following(m_following, true);
        m_model->setDocument(editor != nullptr ? &editor->document() : nullptr);
    }
    m_filling->setDocument(editor != nullptr ? &editor->document() : nullptr);
    if (editor == nullptr) {
        return;
    }
    const Document& document = editor->document();
    m_connections = {
        connect(&document, &Document::framesChanged, this, &TimelineDock::followFrames),
        connect(&document, &Document::currentFrameChanged, this, &TimelineDock::followCurrent),
        connect(&document, &Document::regionChanged, this, [this] { m_calm.start(); }),
        connect(&document, &Document::labelSetChanged, this, [this] { m_calm.start(); }),
        // Of what shows in no pixel, a seed perhaps, the photos are others, too.
        connect(&editor->document().undoStack(), &QUndoStack::indexChanged, this,
                [this] { m_calm.start(); }),
        connect(&document, &Document::mapsReplaced, this, &TimelineDock::followFrames)};
    m_several = false;
    m_actions.at(QStringLiteral("timeline.onionSkin"))->setChecked(false);
    followFrames();
}

void TimelineDock::followFrames() {
    const Size map = m_editor->scene().size();
    m_strip->setShape(QSize(map.width, map.height));
    {
        const QScopedValueRollback following(m_following, true);
        m_model->reload();
    }
    followCurrent();
    showOrHide();
}

void TimelineDock::showOrHide() {
    const bool several = m_editor->document().frames() > 1;
    if (std::exchange(m_several, several) != several) {
        if (several) {
            showWhenUseful();
        }
    }
    if (!several && !m_asked) {
        hide();
    }
}

void TimelineDock::followCurrent() {
    const QScopedValueRollback following(m_following, true);
    const std::size_t frame = m_editor->document().currentFrame();
    const QModelIndex index = m_model->index(static_cast<int>(frame));
    m_strip->setCurrentIndex(index);
    m_strip->scrollTo(index);
    m_position->setText(tr("Frame %1 of %2").arg(frame + 1).arg(m_editor->document().frames()));
    m_filling->reconsider();
    peekAtFrame();
    refreshActions();
}

void TimelineDock::peekAtFrame() {
    if (playing()) {
        const auto frame = static_cast<int>(m_editor->document().currentFrame());
        Q_EMIT peeked(m_model->index(frame).data(FrameModel::PhotoRole).value<QImage>());
    }
}

void TimelineDock::followPhoto() {
    const PhotoState& photo = m_services.rendering().photo();
    const bool shown = photo.truth() == PhotoState::Truth::Exact ||
                       photo.truth() == PhotoState::Truth::Approximate;
    if (m_editor == nullptr || !shown || photo.revision() != m_editor->document().revision()) {
        return;
    }
    m_model->keepPhoto(m_editor->document().currentFrame(), photo.photo(),
                       photo.truth() == PhotoState::Truth::Exact);
}

void TimelineDock::refreshActions() {
    if (m_editor == nullptr) {
        return;
    }
    const Document& document = m_editor->document();
    const bool several = document.frames() > 1;
    const QString alone = several ? QString() : tr("there is only one frame");
    const std::size_t frame = document.currentFrame();
    m_actions.allow("timeline.play", alone);
    m_actions.allow("timeline.previous", frame > 0 ? QString() : tr("this is the first frame"));
    m_actions.allow("timeline.next",
                    frame + 1 < document.frames() ? QString() : tr("this is the last frame"));
    for (const char* id : {"timeline.first", "timeline.last", "timeline.markIn", "timeline.markOut",
                           "timeline.delete", "timeline.onionSkin"}) {
        m_actions.allow(id, alone);
    }
    const auto [first, last] = m_model->range();
    const QString outside =
        frame < first || frame > last ? tr("this frame is outside of the range") : QString();
    m_actions.allow("timeline.carry", several ? outside : alone);
    m_actions.allow("timeline.clearMarks",
                    m_model->marked() ? QString() : tr("there are no marks"));
}

void TimelineDock::go(std::size_t frame) {
    m_editor->document().setCurrentFrame(frame);
}

void TimelineDock::play(bool on) {
    QAction* action = m_actions.at(QStringLiteral("timeline.play"));
    on = on && m_editor != nullptr && m_editor->document().frames() > 1;
    action->setChecked(on);
    action->setIcon(themedIcon(on ? QStringLiteral("pause") : QStringLiteral("play")));
    m_services.rendering().setPaused(on);
    m_filling->setWanted(isVisible() && !on);
    if (!on) {
        if (playing()) {
            m_ticks.stop();
            Q_EMIT peeked({});
        }
        return;
    }
    const auto [first, last] = m_model->range();
    const std::size_t frame = m_editor->document().currentFrame();
    m_playedFrom = std::clamp(frame, first, last);
    m_clock.start();
    constexpr int second = 1000; // ms
    m_ticks.start(std::max(1, second / m_rate->value()));
    go(m_playedFrom);
    peekAtFrame();
}

void TimelineDock::tick() {
    if (QApplication::activeModalWidget() != nullptr) {
        play(false); // what a dialog does, an export perhaps, has the machine for itself
        return;
    }
    // By the clock: what is slow to draw leaves frames out instead of slowing down.
    constexpr double second = 1e9; // ns
    const auto [first, last] = m_model->range();
    const double passed = static_cast<double>(m_clock.nsecsElapsed()) / second * m_rate->value();
    const auto steps = static_cast<std::size_t>(std::lround(passed));
    const std::size_t count = last - first + 1;
    go(first + (std::max(m_playedFrom, first) - first + steps) % count);
}

void TimelineDock::carry() {
    play(false);
    Document& document = m_editor->document();
    const auto [first, last] = m_model->range();
    const std::size_t frame = document.currentFrame();
    const CarryPlan plan{document.beforeHandEdits(), document.sequence(), frame, first, last};
    const auto carried =
        withProgress(window(), tr("Carrying the edit of frame %1 …").arg(frame + 1),
                     [&](const CancelToken& cancel, const ProgressSink& progress) {
                         return carriedEdit(plan, cancel, progress);
                     });
    if (!carried) {
        return;
    }
    document.applyFrames(carried->edit, tr("Carry the edit of frame %1").arg(frame + 1));
    document.setCurrentFrame(frame);
    std::map<std::uint64_t, double> certainty;
    for (const auto& [changed, sure] : carried->certainty) {
        certainty[document.sequence().revision(changed)] = sure;
    }
    m_model->setCertainty(std::move(certainty));
}

void TimelineDock::duplicate() {
    const std::size_t frame = m_editor->document().currentFrame();
    m_editor->document().applyFrames(scene::InsertFrames{frame + 1, {m_editor->scene()}},
                                     tr("Duplicate frame %1").arg(frame + 1));
}

void TimelineDock::insertEmpty() {
    const std::size_t frame = m_editor->document().currentFrame();
    m_editor->document().applyFrames(
        scene::InsertFrames{frame + 1,
                            {emptyFrame(m_editor->scene(), m_editor->state().backgroundLabel())}},
        tr("Insert a frame"));
}

void TimelineDock::remove() {
    const std::size_t frame = m_editor->document().currentFrame();
    m_editor->document().applyFrames(scene::RemoveFrames{frame, 1},
                                     tr("Delete frame %1").arg(frame + 1));
}

} // namespace underpaint::ui
