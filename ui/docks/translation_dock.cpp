// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/translation_dock.h"

#include "engine/base/error.h"
#include "engine/scene/instances.h"
#include "engine/scene/touched.h"
#include "ui/docks/value_slider.h"
#include "ui/document/class_names.h"
#include "ui/document/shared_image.h"
#include "ui/document/work_pool.h"
#include "ui/session/editor.h"
#include "ui/session/instance_commands.h"
#include "ui/session/instance_translation.h"
#include "ui/session/photo_layer.h"
#include "ui/session/services.h"
#include "ui/widgets/action_book.h"
#include "ui/widgets/mnemonic.h"

#include <QAction>
#include <QComboBox>
#include <QCoreApplication>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPointer>
#include <QProgressBar>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QThreadPool>
#include <QToolButton>
#include <QUndoStack>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <utility>

namespace underpaint::ui {

namespace {

constexpr int changedWidth = 240; // of the picture of what changed

PhotoBefore photoBefore(const scene::SceneState& scene, const PhotoState& photo) {
    PhotoBefore before{scene, exactPhoto(photo), nullptr};
    if (before.shown && !photo.parts().painted.isNull()) {
        before.painted = std::make_shared<const Image>(fromQt(photo.parts().painted));
    }
    return before;
}

/// The photo in pale grey; the more of a pixel was replaced, the redder it is.
QImage heatOf(const translate::PhotoTranslation& made) {
    QImage heat(made.photo.width(), made.photo.height(), QImage::Format_RGB888);
    for (int y = 0; y < heat.height(); ++y) {
        uchar* line = heat.scanLine(y);
        for (int x = 0; x < heat.width(); ++x) {
            const int grey =
                128 +
                qGray(made.photo.at(x, y, 0), made.photo.at(x, y, 1), made.photo.at(x, y, 2)) / 2;
            const int share = made.changed.at(x, y);
            line[3 * x] = static_cast<uchar>(grey + (255 - grey) * share / 255);
            line[3 * x + 1] = static_cast<uchar>(grey - grey * share / 400);
            line[3 * x + 2] = line[3 * x + 1];
        }
    }
    return heat;
}

QString domainName(const QString& domain) {
    return className(domain.toStdString());
}

} // namespace

TranslationDock::TranslationDock(const Site& site)
    : Panel(tr("Translate"), site.parent), m_services(site.services), m_actions(site.actions) {
    setObjectName(QStringLiteral("translationDock"));
    m_actions.add({"instance.translate",
                   tr("&Translate to …"),
                   "tag",
                   {},
                   tr("Turns the selected instances of the photo into something else, and leaves "
                      "the rest of it as it is")},
                  [this] {
                      setVisible(true);
                      raise();
                      m_way->setFocus();
                  });
    m_actions.add({"translation.run", tr("Translate"), {}, {}, {}},
                  [this] { translate(translatedInstances(*m_editor)); });
    m_actions.add({"translation.again",
                   tr("Translate &Again"),
                   {},
                   {},
                   tr("Takes the last translation back and makes it with the present settings")},
                  [this] { translateAgain(); });
    m_actions.add({"translation.stop", tr("Stop"), {}, {}, {}}, [this] {
        ++m_reading;
        showRunning(false);
        m_services.translations().cancel();
    });
    build();
    PhotoTranslating& translations = m_services.translations();
    connect(&translations, &PhotoTranslating::ended, this, &TranslationDock::take);
    connect(&translations, &PhotoTranslating::progressed, this, [this](double fraction) {
        m_progress->setRange(0, 100);
        m_progress->setValue(static_cast<int>(100 * fraction));
    });
    connect(&m_services.rendering().photo(), &PhotoState::stateChanged, this,
            &TranslationDock::refreshActions);
    showRunning(false);
}

void TranslationDock::build() {
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(6, 6, 6, 6);
    m_way = new QComboBox(content);
    m_way->setObjectName(QStringLiteral("translationWay"));
    m_way->setAccessibleName(tr("What becomes what"));
    m_way->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    column->addWidget(m_way);
    m_hint = new QLabel(content);
    m_hint->setWordWrap(true);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(m_hint);
    auto* row = new QHBoxLayout;
    for (const char* id : {"translation.run", "translation.again", "translation.stop"}) {
        QAction* action = m_actions.at(QString::fromLatin1(id));
        auto* button = new QToolButton(content);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setAccessibleName(withoutMnemonic(action->text()));
        row->addWidget(button);
    }
    row->addStretch(1);
    column->addLayout(row);
    m_progress = new QProgressBar(content);
    m_progress->setAccessibleName(tr("Progress of the translation"));
    column->addWidget(m_progress);
    column->addWidget(buildSettings(content));
    m_changed = new QLabel(content);
    m_changed->setObjectName(QStringLiteral("translationChanged"));
    m_changed->setToolTip(tr("Red: what the last translation replaced; all else is the photo as "
                             "it was"));
    column->addWidget(m_changed);
    column->addStretch(1);
    setScrolled(content);
    connect(m_way, &QComboBox::currentIndexChanged, this, [this] {
        showHint();
        refreshActions();
    });
}

QWidget* TranslationDock::buildSettings(QWidget* parent) {
    auto* settings = new QWidget(parent);
    auto* form = new QFormLayout(settings);
    form->setContentsMargins(0, 0, 0, 0);
    m_strength = new ValueSlider(tr("Strength"), 0, 1, settings);
    m_strength->setObjectName(QStringLiteral("translationStrength"));
    m_strength->setToolTip(tr("How much of the result is seen"));
    m_strength->setValue(1);
    form->addRow(m_strength);
    m_order = new QComboBox(settings);
    m_order->setObjectName(QStringLiteral("translationOrder"));
    m_order->addItems({tr("Largest first"), tr("Smallest first"), tr("As selected")});
    m_order->setAccessibleName(tr("Order"));
    m_order->setToolTip(tr("Later instances see what became of earlier ones"));
    form->addRow(tr("Order"), m_order);
    m_perStep = new QSpinBox(settings);
    m_perStep->setObjectName(QStringLiteral("translationPerStep"));
    m_perStep->setRange(0, 100);
    m_perStep->setValue(2);
    m_perStep->setSpecialValueText(tr("all"));
    m_perStep->setAccessibleName(tr("At a time"));
    m_perStep->setToolTip(tr("How many instances the model sees at a time"));
    form->addRow(tr("At a time"), m_perStep);
    m_feather = new QSpinBox(settings);
    m_feather->setObjectName(QStringLiteral("translationFeather"));
    m_feather->setRange(0, scene::maxFeather);
    m_feather->setValue(translate::TranslationSettings().feather);
    m_feather->setSuffix(tr(" px"));
    m_feather->setAccessibleName(tr("Soft edge"));
    m_feather->setToolTip(tr("How wide the new passes into the photo around old and new shapes"));
    form->addRow(tr("Soft edge"), m_feather);
    return settings;
}

void TranslationDock::setEditor(Editor* editor) {
    for (const auto& connection : m_connections) {
        disconnect(connection);
    }
    m_connections.clear();
    m_editor = editor;
    m_latest = 0;
    m_changed->clear();
    if (editor != nullptr) {
        m_connections = {connect(&editor->state(), &EditorState::selectedInstancesChanged, this,
                                 [this] {
                                     listWays();
                                     refreshActions();
                                 }),
                         connect(&editor->document(), &Document::baseChanged, this,
                                 &TranslationDock::refreshActions),
                         connect(&editor->document().undoStack(), &QUndoStack::indexChanged, this,
                                 &TranslationDock::refreshActions)};
    }
    listWays();
    refreshActions();
}

void TranslationDock::setModel(const CurrentModel* /*model*/) {
    readWays();
}

bool TranslationDock::serves(const scene::Capabilities& /*can*/) const {
    return !m_installed.empty();
}

void TranslationDock::readWays() {
    m_installed = m_services.translations().ways();
    listWays();
    refreshActions();
}

QStringList TranslationDock::selectedClasses() const {
    QStringList names;
    if (m_editor == nullptr) {
        return names;
    }
    const std::vector<std::uint32_t> selected = translatedInstances(*m_editor);
    for (const scene::InstanceInfo& info : m_editor->watch().instances()) {
        const scene::LabelClass* label = m_editor->scene().labelSet.find(info.label);
        if (label != nullptr && std::ranges::find(selected, info.id) != selected.end()) {
            names << QString::fromStdString(label->name);
        }
    }
    return names;
}

void TranslationDock::listWays() {
    const InstalledWay* chosen = chosenWay();
    const auto isChosen = [chosen = chosen != nullptr ? *chosen : InstalledWay()](const auto& way) {
        return way.package == chosen.package && way.direction == chosen.direction;
    };
    const QStringList selected = selectedClasses();
    m_ways = m_installed;
    std::ranges::stable_partition(m_ways, [&](const InstalledWay& way) {
        return selected.contains(way.from, Qt::CaseInsensitive);
    });
    const QSignalBlocker blocker(m_way);
    m_way->clear();
    for (const InstalledWay& way : m_ways) {
        m_way->addItem(tr("%1 to %2 (%3)", "sheep to giraffe (model)")
                           .arg(domainName(way.from), domainName(way.to), way.model));
    }
    // What was chosen stays, unless the selection speaks for another way.
    const bool speaks = !m_ways.empty() && selected.contains(m_ways[0].from, Qt::CaseInsensitive);
    const auto kept = std::ranges::find_if(m_ways, isChosen);
    m_way->setCurrentIndex(m_ways.empty() ? -1
                           : speaks || kept == m_ways.end()
                               ? 0
                               : static_cast<int>(kept - m_ways.begin()));
    m_way->setEnabled(!m_ways.empty());
    showHint();
}

const InstalledWay* TranslationDock::chosenWay() const {
    const auto index = static_cast<std::size_t>(m_way->currentIndex());
    return m_way->currentIndex() >= 0 && index < m_ways.size() ? &m_ways[index] : nullptr;
}

void TranslationDock::showHint() {
    const InstalledWay* way = chosenWay();
    if (way == nullptr) {
        m_hint->setText(tr("No model that translates photos is installed. Import one with "
                           "`underpaint import`, or train one."));
        return;
    }
    m_hint->setText(way->instances
                        ? tr("Select instances on the map. They become “%1”, with new shapes; the "
                             "rest of the photo stays as it is.")
                              .arg(domainName(way->to))
                        : tr("The whole photo is translated, or the selected instances only."));
}

QString TranslationDock::whyNotTranslate() const {
    if (m_editor == nullptr || chosenWay() == nullptr) {
        return tr("no model that translates photos is installed");
    }
    if (m_running) {
        return tr("a photo is being translated");
    }
    const scene::SceneState& scene = m_editor->scene();
    const bool exact = m_services.rendering().photo().truth() == PhotoState::Truth::Exact;
    if (!exact && (!scene.referencePhoto || scene::keepsPhoto(scene))) {
        return tr("the photo is not exact yet");
    }
    if (chosenWay()->instances && translatedInstances(*m_editor).empty()) {
        const QString why = whyNotInstances(*m_editor);
        return why.isEmpty() ? tr("no instance is selected") : why;
    }
    return {};
}

bool TranslationDock::isLatest() const {
    return m_editor != nullptr && m_latest != 0 && m_editor->document().id() == m_asked.document &&
           m_editor->document().revision() == m_latest;
}

void TranslationDock::refreshActions() {
    m_actions.allow("instance.translate", m_ways.empty()
                                              ? tr("no model that translates photos is installed")
                                              : QString());
    m_actions.allow("translation.run", whyNotTranslate());
    m_actions.allow("translation.again", m_running    ? tr("a photo is being translated")
                                         : isLatest() ? QString()
                                                      : tr("the last step was no translation"));
    m_actions.allow("translation.stop", m_running ? QString() : tr("nothing is being translated"));
}

translate::TranslationSettings TranslationDock::settings() const {
    constexpr std::array orders{translate::InstanceOrder::LargestFirst,
                                translate::InstanceOrder::SmallestFirst,
                                translate::InstanceOrder::AsGiven};
    translate::TranslationSettings settings;
    settings.order = orders.at(static_cast<std::size_t>(m_order->currentIndex()));
    settings.instancesPerStep = m_perStep->value();
    settings.feather = m_feather->value();
    settings.strength = m_strength->value();
    return settings;
}

void TranslationDock::translate(std::vector<std::uint32_t> instances) {
    const Document& document = m_editor->document();
    m_asked = {document.id(), document.revision(), *chosenWay(), std::move(instances)};
    showRunning(true);
    // The photo may have to be put together, and its masks are as large as it is.
    workPool().start([guard = QPointer(this), reading = ++m_reading,
                      before = photoBefore(m_editor->scene(), m_services.rendering().photo()),
                      ids = m_asked.instances, how = settings()] {
        auto request = std::make_shared<translate::PhotoTranslationRequest>();
        QString failure;
        try {
            request->photo = before.photo();
            request->masks = instanceMasks(before.scene, ids, request->photo.size());
            request->settings = how;
        } catch (const Error& error) {
            failure = QString::fromStdString(error.message());
        } catch (const std::bad_alloc&) {
            failure = tr("There is not enough memory to translate the photo.");
        }
        QMetaObject::invokeMethod(QCoreApplication::instance(), [guard, reading, request, failure] {
            if (!guard || guard->m_reading != reading || !guard->m_running) {
                return;
            }
            if (!failure.isEmpty()) {
                guard->take({std::nullopt, failure});
                return;
            }
            guard->m_services.translations().translate(guard->m_asked.way, std::move(*request));
        });
    });
}

void TranslationDock::translateAgain() {
    if (!isLatest()) {
        return;
    }
    const std::vector<std::uint32_t> instances = m_asked.instances;
    m_editor->document().undoStack().undo();
    m_latest = 0;
    m_editor->state().selectInstances(instances);
    translate(instances);
}

void TranslationDock::take(const TranslationEnd& end) {
    if (!m_running) {
        return;
    }
    showRunning(false);
    if (!end.failure.isEmpty()) {
        Q_EMIT failed(QStringLiteral("translate"), end.failure);
    }
    if (!end.made || m_editor == nullptr || m_editor->document().id() != m_asked.document) {
        return;
    }
    if (m_editor->document().revision() != m_asked.revision) {
        Q_EMIT failed(QStringLiteral("translate"),
                      tr("The scene changed while its photo was being translated. Translate "
                         "again"));
        return;
    }
    try {
        apply(*end.made);
    } catch (const Error& error) {
        Q_EMIT failed(QStringLiteral("translate"), QString::fromStdString(error.message()));
    }
}

void TranslationDock::apply(const translate::PhotoTranslation& made) {
    const std::string domain = m_asked.way.to.toStdString();
    const TranslationEdit step =
        translationEdit(m_editor->scene(), m_asked.instances, made, m_asked.way.instances, domain);
    const QString what =
        m_asked.instances.size() == 1 ? instanceName(*m_editor, m_asked.instances.front())
        : m_asked.instances.empty()
            ? tr("the photo")
            : tr("%n instance(s)", nullptr, static_cast<int>(m_asked.instances.size()));
    m_editor->document().apply(step.edit,
                               tr("Translate %1 to %2").arg(what, domainName(m_asked.way.to)));
    m_latest = m_editor->document().revision();
    m_editor->state().selectInstances(step.instances);
    showChanged(made);
    refreshActions();
    if (m_asked.way.instances && !translatedClass(m_editor->scene(), domain)) {
        Q_EMIT m_services.models().noticed(
            tr("The scene has no class “%1”: the shapes are new, the classes stay.")
                .arg(domainName(m_asked.way.to)));
    }
    for (const std::string& note : made.notes) {
        Q_EMIT m_services.models().noticed(QString::fromStdString(note));
    }
}

void TranslationDock::showChanged(const translate::PhotoTranslation& made) {
    m_changed->setPixmap(
        QPixmap::fromImage(heatOf(made).scaledToWidth(changedWidth, Qt::SmoothTransformation)));
}

void TranslationDock::showRunning(bool running) {
    m_running = running;
    m_progress->setVisible(running);
    m_progress->setRange(0, 0); // until something is known
    refreshActions();
}

} // namespace underpaint::ui
