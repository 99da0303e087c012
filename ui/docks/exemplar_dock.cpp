// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/exemplar_dock.h"

#include "engine/base/error.h"
#include "ui/dialogs/exemplar_map_dialog.h"
#include "ui/docks/button_row.h"
#include "ui/docks/exemplar_list.h"
#include "ui/docks/exemplar_picture.h"
#include "ui/docks/exemplar_shelf_view.h"
#include "ui/docks/value_slider.h"
#include "ui/docks/wheel_passes_by.h"
#include "ui/document/class_names.h"
#include "ui/session/editor.h"
#include "ui/session/exemplar_commands.h"
#include "ui/session/services.h"
#include "ui/widgets/action_book.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QScopedValueRollback>
#include <QUndoStack>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <optional>

namespace underpaint::ui {

namespace {

using Target = scene::ExemplarTarget;

constexpr int kindRole = Qt::UserRole;
constexpr int numberRole = Qt::UserRole + 1;

void addTarget(QComboBox& box, const QString& text, const Target& target) {
    box.addItem(text);
    box.setItemData(box.count() - 1, static_cast<int>(target.kind), kindRole);
    box.setItemData(box.count() - 1, target.id, numberRole);
}

Target targetAt(const QComboBox& box, int row) {
    return {static_cast<Target::Kind>(box.itemData(row, kindRole).toInt()),
            box.itemData(row, numberRole).toUInt()};
}

/// Sliders show how many times crisper or smoother as steps to both sides.
/// @{
double shownTemperature(float temperature) {
    return std::log2(temperature);
}
float temperatureShown(double value) {
    return static_cast<float>(std::exp2(value));
}
constexpr double mostSteps = 3; // of eight times
/// @}

QString pictures() {
    return ExemplarDock::tr(
        "Pictures (*.png *.jpg *.jpeg *.tif *.tiff *.bmp *.ppm *.pgm);;All files (*)");
}

} // namespace

ExemplarDock::ExemplarDock(const Site& site)
    : Panel(tr("Exemplars"), site.parent),
      m_services(site.services),
      m_actions(site.actions),
      m_shelf(new ExemplarShelfView(site.scenes)),
      m_list(new ExemplarList),
      m_picture(new ExemplarPicture),
      m_rules(new QWidget),
      m_target(new QComboBox),
      m_within(new QComboBox),
      m_strength(new ValueSlider(tr("Strength"), 0, 1)),
      m_temperature(new ValueSlider(tr("Smoothness"), -mostSteps, mostSteps)),
      m_texture(new QCheckBox(tr("Fine texture of the photo"))),
      m_hint(new QLabel) {
    setObjectName(QStringLiteral("exemplarDock"));
    addActions();
    build();
    connectParts();
    follow();
}

void ExemplarDock::addActions() {
    m_actions.add({"exemplar.add",
                   tr("&Add an Exemplar…"),
                   "plus",
                   {},
                   tr("A photo that lends the scene its look; what it shows is estimated, or read "
                      "from a label map")},
                  [this] {
                      const QString file = QFileDialog::getOpenFileName(
                          window(), tr("Add an Exemplar"), {}, pictures());
                      if (!file.isEmpty()) {
                          add(file);
                      }
                  });
    m_actions.add(
        {"exemplar.correct",
         tr("&What the Exemplar Shows…"),
         "brush",
         {},
         tr("Paint over the estimate where it is wrong, and over what shall lend nothing")},
        [this] { correct(); });
    m_actions.add({"exemplar.labels",
                   tr("&Label Map of the Exemplar…"),
                   "tag",
                   {},
                   tr("Says what the photo shows, in the place of the estimate")},
                  [this] {
                      const QString file = QFileDialog::getOpenFileName(
                          window(), tr("Label Map of the Exemplar"), {}, pictures());
                      if (!file.isEmpty()) {
                          relabel(file);
                      }
                  });
    m_actions.add({"exemplar.remove", tr("&Remove the Exemplar"), "trash"},
                  [this] { removeExemplar(*m_editor, m_list->current()); });
    m_actions.add(
        {"exemplar.unpin",
         tr("Remove All &Pins"),
         "unpin",
         {},
         tr("Of the chosen exemplar; single ones go with Ctrl and the tool Exemplar pin")},
        [this] { removePins(*m_editor, m_list->current()); });
}

void ExemplarDock::build() {
    auto* inside = new QWidget;
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(6, 4, 6, 4);
    column->setSpacing(4);
    column->addLayout(buttonRow(
        m_actions.all({QStringLiteral("exemplar.add"), QStringLiteral("exemplar.correct"),
                       QStringLiteral("exemplar.labels"), QStringLiteral("exemplar.remove"),
                       QStringLiteral("exemplar.unpin"), QStringLiteral("view.exemplar"),
                       QStringLiteral("view.certainty")}),
        inside));
    m_hint->setWordWrap(true);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    m_hint->setText(tr("Drop a photo here, or add one: the scene takes its look from it."));
    column->addWidget(m_hint);
    column->addWidget(m_shelf);
    column->addWidget(m_list, 1);
    column->addWidget(m_picture, 2);
    auto* form = new QFormLayout;
    m_target->setObjectName(QStringLiteral("exemplarTarget"));
    m_target->setAccessibleName(tr("For"));
    m_target->setToolTip(tr("What takes its look from this photo"));
    form->addRow(tr("For"), m_target);
    m_within->setObjectName(QStringLiteral("exemplarWithin"));
    m_within->setAccessibleName(tr("Matched with"));
    m_within->setToolTip(tr("Which places of the photo a place of the scene may look like"));
    m_within->addItems({tr("The whole photo"), tr("The same class"), tr("One object for each")});
    form->addRow(tr("Matched with"), m_within);
    auto* rules = new QVBoxLayout(m_rules);
    rules->setContentsMargins(0, 0, 0, 0);
    rules->addLayout(form);
    m_strength->setToolTip(tr("At 0 the model paints as if the photo was not there"));
    rules->addWidget(m_strength);
    m_temperature->setToolTip(
        tr("To the left each place looks like the one that matches best, to the right it mixes "
           "more of them"));
    rules->addWidget(m_temperature);
    m_texture->setObjectName(QStringLiteral("exemplarTexture"));
    m_texture->setToolTip(
        tr("Leaves, stones and bricks are those of the photo, pixel by pixel, instead of the "
           "model's own"));
    rules->addWidget(m_texture);
    column->addWidget(m_rules);
    for (QWidget* box : {static_cast<QWidget*>(m_target), static_cast<QWidget*>(m_within)}) {
        WheelPassesBy::install(*box);
    }
    setScrolled(inside);
}

void ExemplarDock::connectParts() {
    connect(m_list, &ExemplarList::chosenChanged, this, &ExemplarDock::showCurrent);
    connect(m_shelf, &ExemplarShelfView::failed, this,
            [this](const QString& message) { Q_EMIT failed(QStringLiteral("exemplar"), message); });
    connect(m_shelf, &ExemplarShelfView::taken, this, [this](const ShelfExemplar& exemplar) {
        try {
            m_list->setCurrent(takeFromShelf(*m_editor, exemplar, m_shelf->shelf()));
        } catch (const Error& error) {
            Q_EMIT failed(QStringLiteral("exemplar"), QString::fromStdString(error.message()));
        }
    });
    connect(m_list, &ExemplarList::dropped, this, [this](const QString& file) {
        try {
            add(file);
        } catch (const Error& error) {
            Q_EMIT failed(QStringLiteral("exemplar"), QString::fromStdString(error.message()));
        }
    });
    connect(m_target, &QComboBox::activated, this, [this](int row) {
        edit([&](auto& rules) { rules.target = targetAt(*m_target, row); }, tr("Exemplar for"));
    });
    connect(m_within, &QComboBox::activated, this, [this](int row) {
        edit([&](auto& rules) { rules.within = static_cast<scene::MatchWithin>(row); },
             tr("Matches of the exemplar"));
    });
    connect(m_texture, &QCheckBox::clicked, this, [this](bool on) {
        edit([&](auto& rules) { rules.texture = on; }, tr("Texture of the exemplar"));
    });
    for (ValueSlider* slider : {m_strength, m_temperature}) {
        connect(slider, &ValueSlider::pressed, this, [this] {
            m_gesture = m_editor != nullptr ? m_editor->document().newGesture() : 0;
        });
    }
    connect(m_strength, &ValueSlider::valueEdited, this, [this](double value) {
        edit([&](auto& rules) { rules.strength = static_cast<float>(value); },
             tr("Strength of the exemplar"), m_gesture);
    });
    connect(m_temperature, &ValueSlider::valueEdited, this, [this](double value) {
        edit([&](auto& rules) { rules.temperature = temperatureShown(value); },
             tr("Smoothness of the exemplar"), m_gesture);
    });
    connect(m_picture, &ExemplarPicture::pinGrabbed, this,
            [this] { m_gesture = m_editor != nullptr ? m_editor->document().newGesture() : 0; });
    connect(m_picture, &ExemplarPicture::pinMoved, this, [this](std::size_t pin, Point to) {
        if (const scene::Exemplar* exemplar = current(); exemplar && pin < exemplar->pins.size()) {
            movePin(*m_editor, exemplar->id, pin, to, m_gesture);
        }
    });
    connect(&m_services.rendering().photo(), &PhotoState::photoChanged, this, [this] {
        refreshActions();
        showMatch();
    });
    connect(&m_services.photos(), &PhotoFiles::exemplarSegmented, this,
            &ExemplarDock::takeSegmented);
}

template<class Change>
void ExemplarDock::edit(const Change& change, const QString& text, std::uint64_t gesture) {
    const scene::Exemplar* exemplar = current();
    if (m_following || exemplar == nullptr) {
        return;
    }
    scene::SetExemplarRules rules = rulesOf(*exemplar);
    change(rules);
    setExemplarRules(*m_editor, rules, text, gesture);
}

const scene::Exemplar* ExemplarDock::current() const {
    return m_editor == nullptr ? nullptr : m_editor->scene().findExemplar(m_list->current());
}

void ExemplarDock::setEditor(Editor* editor) {
    for (const auto& connection : m_connections) {
        disconnect(connection);
    }
    m_connections.clear();
    m_editor = editor;
    if (editor != nullptr) {
        Document& document = editor->document();
        m_connections = {
            connect(&document.undoStack(), &QUndoStack::indexChanged, this, &ExemplarDock::follow),
            connect(&document, &Document::mapsReplaced, this, &ExemplarDock::follow),
            connect(&document, &Document::labelSetChanged, this, &ExemplarDock::follow),
            connect(&editor->state(), &EditorState::selectedInstancesChanged, this,
                    &ExemplarDock::showCurrent),
            connect(&editor->state(), &EditorState::hoveredChanged, this,
                    &ExemplarDock::showMatch)};
    }
    follow();
}

void ExemplarDock::follow() {
    m_shelf->follow(m_editor);
    m_list->follow(m_editor);
    m_hint->setVisible(m_list->count() == 0);
    showCurrent();
}

void ExemplarDock::showCurrent() {
    const QScopedValueRollback following(m_following, true);
    const scene::Exemplar* exemplar = current();
    m_rules->setEnabled(exemplar != nullptr);
    if (exemplar != nullptr) {
        fillTargets(exemplar->target);
        m_within->setCurrentIndex(static_cast<int>(exemplar->within));
        m_strength->setValue(exemplar->strength);
        m_temperature->setValue(shownTemperature(exemplar->temperature));
        m_texture->setChecked(exemplar->texture);
        m_picture->present(exemplar->photo, exemplar->pins);
    } else {
        m_picture->present(nullptr, {});
    }
    if (m_editor != nullptr) {
        m_editor->state().setCurrentExemplar(exemplar != nullptr ? exemplar->id : std::string());
    }
    refreshActions();
    showMatch();
}

void ExemplarDock::showMatch() {
    const auto& matches = m_services.rendering().photo().parts().matches;
    const std::optional<Point> hovered =
        m_editor != nullptr ? m_editor->state().hovered() : std::nullopt;
    const bool known = current() != nullptr && matches && hovered;
    m_picture->mark(known
                        ? matches->partnerOf(*hovered, m_editor->scene().size(), m_list->current())
                        : std::nullopt);
}

void ExemplarDock::fillTargets(const Target& own) {
    m_target->clear();
    addTarget(*m_target, targetName(*m_editor, {}), {});
    std::vector<std::uint32_t> instances = m_editor->state().selectedInstances();
    if (own.kind == Target::Kind::Instance &&
        std::find(instances.begin(), instances.end(), own.id) == instances.end()) {
        instances.insert(instances.begin(), own.id);
    }
    for (const std::uint32_t id : instances) {
        const Target target{Target::Kind::Instance, id};
        addTarget(*m_target, targetName(*m_editor, target), target);
    }
    for (const scene::LabelClass& one : m_editor->scene().labelSet.classes()) {
        addTarget(*m_target, tr("Class: %1").arg(className(one.name)),
                  {Target::Kind::Class, one.id});
    }
    for (int row = 0; row < m_target->count(); ++row) {
        if (targetAt(*m_target, row) == own) {
            m_target->setCurrentIndex(row);
        }
    }
}

void ExemplarDock::refreshActions() {
    QString why;
    if (m_editor == nullptr) {
        why = tr("no scene is open");
    }
    m_actions.allow("exemplar.add", why);
    if (why.isEmpty() && current() == nullptr) {
        why = tr("there is no exemplar");
    }
    m_actions.allow("exemplar.correct", why);
    m_actions.allow("exemplar.labels", why);
    m_actions.allow("exemplar.remove", why);
    const scene::Exemplar* one = current();
    m_actions.allow("exemplar.unpin", why.isEmpty() && one != nullptr && one->pins.empty()
                                          ? tr("it has no pins")
                                          : why);
    const QString nothing = m_services.rendering().photo().parts().matches == nullptr
                                ? tr("no exemplar lends the scene anything")
                                : QString();
    m_actions.allow("view.exemplar", nothing);
    m_actions.allow("view.certainty", nothing);
}

void ExemplarDock::add(const QString& photo) {
    if (m_editor == nullptr) {
        return;
    }
    if (m_services.photos().whyNotSegment().isEmpty()) {
        m_services.photos().segmentExemplar(photo.toStdString());
        return;
    }
    const QString labels =
        QFileDialog::getOpenFileName(window(), tr("Label Map of the Exemplar"), {}, pictures());
    if (!labels.isEmpty()) {
        add(photo, labels);
    }
}

void ExemplarDock::add(const QString& photo, const QString& labels) {
    m_list->setCurrent(addExemplar(
        *m_editor, readExemplar(photo.toStdString(), labels.toStdString(), m_editor->scene())));
}

void ExemplarDock::relabel(const QString& labels) {
    relabelExemplar(*m_editor, m_list->current(), labels.toStdString());
}

void ExemplarDock::correct() {
    ExemplarMapDialog dialog(*current(), m_editor->scene().labelSet, window());
    if (dialog.exec() == QDialog::Accepted && dialog.changed()) {
        setExemplarMaps(*m_editor, dialog.maps());
    }
}

void ExemplarDock::takeSegmented(const LabelledPhoto& photo) {
    if (!photo.failure.isEmpty()) {
        Q_EMIT failed(QStringLiteral("exemplar"), photo.failure);
        return;
    }
    if (m_editor == nullptr) {
        return;
    }
    try {
        m_list->setCurrent(addExemplar(*m_editor, photo));
    } catch (const Error& error) {
        Q_EMIT failed(QStringLiteral("exemplar"), QString::fromStdString(error.message()));
    }
}

} // namespace underpaint::ui
