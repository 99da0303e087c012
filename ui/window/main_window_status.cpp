// SPDX-License-Identifier: GPL-3.0-or-later
// What the status bar, the title and the message bar of the main window tell.
#include "ui/canvas/target_tag.h"
#include "ui/document/class_names.h"
#include "ui/session/instance_commands.h"
#include "ui/session/services.h"
#include "ui/tools/painting.h"
#include "ui/tools/tool.h"
#include "ui/tools/tool_controller.h"
#include "ui/widgets/status_fields.h"
#include "ui/widgets/truth_badge.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QFile>

#include <cmath>

namespace underpaint::ui {

namespace {

using Field = StatusFields::Field;

constexpr int memoryMilliseconds = 2000;

/// Resident memory of the process in bytes; 0 where the system does not tell.
long long residentBytes() {
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly)) {
        return 0;
    }
    const QList<QByteArray> words = file.readAll().split(' ');
    constexpr long long page = 4096;
    return words.size() > 1 ? words[1].toLongLong() * page : 0;
}

} // namespace

void MainWindow::connectTraining() {
    ModelTraining& training = m_services.training();
    connect(&training, &ModelTraining::noticed, this, [this](const QString& text) {
        showMessage(MessageBar::Kind::Warning, QStringLiteral("training"), text);
    });
    connect(&training, &ModelTraining::accepted, this,
            [this](const QString& id, const QString& name) {
                m_messages->showMessage(MessageBar::Kind::Information, QStringLiteral("training"),
                                        tr("“%1” is one of your models now.").arg(name),
                                        tr("&Use It"), [this, id] { chooseModel(id); });
            });
    connect(&training, &ModelTraining::stateChanged, this, [this, &training] {
        m_actions.allow("model.fineTune", training.whyNot());
        if (training.state().active()) {
            m_messages->withdraw(QStringLiteral("training"));
        }
    });
}

void MainWindow::offerTraining() {
    const TrainingState& state = m_services.training().state();
    if (state.stage == TrainingState::Stage::Paused) {
        m_messages->showMessage(MessageBar::Kind::Warning, QStringLiteral("training"),
                                tr("The training of “%1” stopped at step %2 of %3.")
                                    .arg(state.name)
                                    .arg(state.step)
                                    .arg(state.steps),
                                tr("&Go On"), [this] { m_services.training().resume(); });
    }
}

void MainWindow::connectStatus() {
    connectTraining();
    connect(&m_services.rendering(), &PhotoRendering::stateChanged, this, &MainWindow::showService);
    connect(&m_services.models(), &ModelShelf::modelChanged, this, [this] {
        m_messages->withdraw(QStringLiteral("model"));
        showService();
    });
    connect(&m_services.models(), &ModelShelf::modelFailed, this, [this](const QString& text) {
        showMessage(MessageBar::Kind::Failure, QStringLiteral("model"), text);
    });
    const auto warn = [this](const QString& text) {
        showMessage(MessageBar::Kind::Warning, QStringLiteral("render"), text);
    };
    connect(&m_services.rendering(), &PhotoRendering::noticed, this, warn);
    connect(&m_services.models(), &ModelShelf::noticed, this, warn);
    connect(&m_services.models(), &ModelShelf::classesMapped, this, [this](const QString& text) {
        m_messages->showMessage(MessageBar::Kind::Warning, QStringLiteral("classes"), text,
                                tr("Show &Classes …"), [this] { showClasses(); });
    });
    connect(&m_services.photos(), &PhotoFiles::photoExported, this,
            [this](const QString& file, const QString& failure) {
                if (failure.isEmpty()) {
                    showMessage(MessageBar::Kind::Information, QStringLiteral("export"),
                                tr("Exported %1").arg(file));
                } else {
                    showMessage(MessageBar::Kind::Failure, QStringLiteral("export"), failure);
                }
            });
    connect(&m_services.rendering().photo(), &PhotoState::stateChanged, this,
            &MainWindow::showService);
    connect(&m_memoryTimer, &QTimer::timeout, this, &MainWindow::showMemory);
    m_memoryTimer.start(memoryMilliseconds);
    showService();
    showMemory();
}

void MainWindow::showMessage(MessageBar::Kind kind, const QString& topic, const QString& text) {
    m_messages->showMessage(kind, topic, text);
}

void MainWindow::showCursor(std::optional<QPointF> map) {
    const scene::SceneState& scene = m_editor->scene();
    const Point at =
        map ? Point{static_cast<int>(std::floor(map->x())), static_cast<int>(std::floor(map->y()))}
            : Point{-1, -1};
    m_editor->state().setHovered(at);
    if (!scene.bounds().contains(at)) {
        for (const Field field : {Field::Position, Field::Label, Field::Instance}) {
            m_status->set(field, {});
        }
        return;
    }
    m_status->set(Field::Position, tr("%1, %2").arg(at.x).arg(at.y));
    const std::uint16_t label = scene.labels.at(at);
    const scene::LabelClass* known = scene.labelSet.find(label);
    m_status->set(
        Field::Label,
        tr("%1 · %2").arg(known != nullptr ? className(known->name) : tr("unknown")).arg(label));
    const std::uint32_t instance = scene.instances.at(at);
    const scene::InstanceInfo* info = m_editor->watch().find(instance);
    constexpr long long thousand = 1000;
    const long long area = info != nullptr ? info->area : 0;
    m_status->set(Field::Instance, area >= 10 * thousand
                                       ? tr("%1 · %2 kpx").arg(instance).arg(area / thousand)
                                       : tr("%1 · %2 px").arg(instance).arg(area));
}

void MainWindow::showView() {
    if (!m_canvas) {
        return;
    }
    const double percent = m_canvas->zoom() * 100;
    m_status->set(Field::Zoom, tr("%1 %").arg(percent, 0, 'f', percent < 10 ? 1 : 0));
    const int diameter = m_tools->active().diameter();
    m_status->set(Field::Brush, diameter > 0 ? tr("%1 px").arg(diameter) : QString());
}

void MainWindow::showHint() {
    const Tool& tool = m_tools->active();
    const EditorState& state = m_editor->state();
    QString hint = tool.hint();
    QString target = targetTag(state, tool);
    if (target.isEmpty() && tool.paintsLabel()) {
        const std::uint32_t extended = extendedInstance(state);
        target =
            extended != 0 ? tr("adds to %1").arg(instanceName(*m_editor, extended)) : QString();
    }
    if (!target.isEmpty()) {
        hint = tr("%1 · %2", "what the next stroke paints, how to use the tool").arg(target, hint);
    }
    m_status->set(Field::Hint, hint);
    m_status->setDetail(Field::Hint, hint);
}

void MainWindow::showService() {
    const CurrentModel* model = m_services.models().model();
    QString name = tr("no model");
    if (m_services.models().loadingModel()) {
        name = tr("loading …");
    } else if (model != nullptr) {
        name = QString::fromStdString(model->manifest.name);
    }
    const QString device = m_services.rendering().device();
    m_status->set(Field::Model, device.isEmpty() ? name : tr("%1 · %2").arg(device, name));
    m_status->setDetail(Field::Model, device.isEmpty() ? name : tr("%1 on %2").arg(name, device));
    const PhotoState& photo = m_services.rendering().photo();
    m_status->set(Field::RenderTime, photo.lastMilliseconds() > 0
                                         ? tr("%1 ms").arg(photo.lastMilliseconds(), 0, 'f', 0)
                                         : QString());
    m_status->set(Field::Queue, tr("queue %1").arg(m_services.rendering().waiting()));
    m_actions.allow("render.cancel", m_services.rendering().waiting() > 0
                                         ? QString()
                                         : tr("nothing is being rendered"));
    m_actions.at("render.live")->setChecked(m_services.rendering().live());
    if (photo.message() == m_photoMessage) {
        return;
    }
    m_photoMessage = photo.message();
    if (!m_photoMessage.isEmpty()) {
        showMessage(MessageBar::Kind::Failure, QStringLiteral("photo"), m_photoMessage);
    } else {
        m_messages->withdraw(QStringLiteral("photo"));
    }
}

void MainWindow::showSaved() {
    const Document& document = m_editor->document();
    m_status->set(Field::Saved, document.saving()     ? tr("saving …")
                                : document.modified() ? tr("not saved")
                                                      : tr("saved"));
    m_status->setDetail(Field::Saved,
                        document.modified()
                            ? tr("Unsaved changes are kept in a journal: a crash loses none")
                            : tr("The project file is up to date"));
    setWindowTitle(tr("%1[*] – Underpaint").arg(document.displayName()));
    setWindowModified(document.modified());
}

void MainWindow::showMemory() {
    const long long bytes = residentBytes();
    m_status->set(Field::Memory, bytes > 0 ? tr("%1 MB").arg(bytes >> 20) : QString());
    if (m_editor) {
        m_status->setDetail(
            Field::Memory,
            tr("Memory of the program; undo holds %1 MB of it")
                .arg(static_cast<double>(m_editor->document().undoBytes()) / (1 << 20), 0, 'f', 1));
    }
}

} // namespace underpaint::ui
