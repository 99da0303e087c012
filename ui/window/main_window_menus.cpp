// SPDX-License-Identifier: GPL-3.0-or-later
// Where the actions of the main window are found, and when they are possible.
#include "engine/base/error.h"
#include "ui/docks/panel.h"
#include "ui/session/class_correction.h"
#include "ui/session/instance_commands.h"
#include "ui/session/services.h"
#include "ui/shortcuts/key_stroke.h"
#include "ui/tools/tool.h"
#include "ui/tools/tool_controller.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/mnemonic.h"
#include "ui/widgets/plain_text.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QActionGroup>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>
#include <QToolButton>
#include <QUndoStack>

namespace underpaint::ui {

namespace {

constexpr QSize toolIconSize(22, 22);
constexpr QSize barIconSize(18, 18);

} // namespace

void MainWindow::buildMenus() {
    const auto menu = [this](const QString& title, const QStringList& ids) {
        QMenu* made = menuBar()->addMenu(title);
        made->setToolTipsVisible(true);
        for (const QString& id : ids) {
            if (id.isEmpty()) {
                made->addSeparator();
            } else {
                made->addAction(m_actions.at(id));
            }
        }
        return made;
    };
    const auto filled = [](QMenu* parent, const QString& title, QAction* before, auto fill) {
        auto* sub = new QMenu(title, parent);
        parent->insertMenu(before, sub);
        QObject::connect(sub, &QMenu::aboutToShow, parent, [sub, fill] {
            sub->clear();
            fill(*sub);
        });
    };
    QMenu* file = menu(tr("&File"), {"file.new", "file.newFromPhoto", "file.open",
                                     "file.openSequence", "file.paste", "", "file.save",
                                     "file.saveAs", "file.export", "file.exportSequence", "",
                                     "file.importLabels", "file.importInstances", "", "file.quit"});
    filled(file, tr("Open Re&cent"), m_actions.at("file.save"),
           [this](QMenu& sub) { fillRecent(sub); });
    filled(file, tr("Open Sa&mple"), m_actions.at("file.save"),
           [this](QMenu& sub) { fillSamples(sub); });
    menu(tr("&Edit"),
         {"edit.undo", "edit.redo", "", "select.all", "select.none", "select.invert", "",
          "label.swap", "label.lock", "", "brush.smaller", "brush.larger", "brush.muchSmaller",
          "brush.muchLarger", "brush.orEraser", "", "edit.check", "edit.preferences"});
    QMenu* labels = new QMenu(tr("La&bel"), menuBar());
    for (int key = 1; key <= EditorState::slotCount; ++key) {
        labels->addAction(
            m_actions.at(QStringLiteral("label.slot%1").arg(key % EditorState::slotCount)));
    }
    menuBar()->actions().back()->menu()->insertMenu(m_actions.at("brush.smaller"), labels);
    menu(tr("&Instance"), {"instance.new", "", "instance.duplicate", "instance.merge",
                           "instance.split", "instance.relabel", "instance.translate",
                           "instance.delete", "", "instance.previous", "instance.next"});
    for (const Panel* panel : m_panels) {
        if (const auto own = panel->menu()) {
            menu(own->title, own->actions);
        }
    }
    QMenu* view = menu(tr("&View"), {"view.sideBySide",
                                     "view.labels",
                                     "view.photo",
                                     "view.overlay",
                                     "view.split",
                                     "view.reference",
                                     "view.changes",
                                     "view.exemplar",
                                     "view.certainty",
                                     "view.next",
                                     "",
                                     "view.moreOpaque",
                                     "view.lessOpaque",
                                     "view.decorations",
                                     "view.navigator",
                                     "",
                                     "view.zoomIn",
                                     "view.zoomOut",
                                     "view.fit",
                                     "view.actualSize",
                                     "",
                                     "view.rotateLeft",
                                     "view.rotateRight",
                                     "view.upright",
                                     "",
                                     "view.nextArea",
                                     "view.previousArea",
                                     "view.hideDocks",
                                     "view.fullScreen"});
    filled(view, tr("&Docks and Bars"), m_actions.at("view.hideDocks"), [this](QMenu& sub) {
        for (Panel* panel : m_panels) {
            sub.addAction(panel->toggleViewAction());
        }
        for (QToolBar* bar : findChildren<QToolBar*>()) {
            sub.addAction(bar->toggleViewAction());
        }
    });
    menu(tr("&Render"), {"render.live", "render.exact", "render.cancel", "", "staging.roll",
                         "staging.apply", "staging.pin", "staging.discard", "staging.peek"});
    QMenu* models = menu(
        tr("&Model"), {"model.choose", "model.classes", "model.compare", "", "model.fineTune", ""});
    auto* training = new QMenu(tr("&Training"), models);
    training->setToolTipsVisible(true);
    training->addActions(m_actions.all({"training.pause", "training.resume", "training.compare",
                                        "training.accept", "training.discard"}));
    m_modelsBelow = models->actions().back();
    models->insertMenu(m_modelsBelow, training);
    connect(models, &QMenu::aboutToShow, this, [this, models] { fillModels(*models); });
    menu(tr("&Help"),
         {"help.contents", "help.firstSteps", "help.shortcuts", "help.search", "", "help.about"});
    reserveMenuKeys();
}

void MainWindow::buildBars() {
    m_toolBar = new QToolBar(tr("Tools"), this);
    m_toolBar->setObjectName(QStringLiteral("toolBar"));
    m_toolBar->setIconSize(toolIconSize);
    m_toolBar->setMovable(false);
    addToolBar(Qt::LeftToolBarArea, m_toolBar);
    m_toolGroup = new QActionGroup(this);

    // First, so that it stays where it is whatever options the tool has.
    m_viewBar = new QToolBar(tr("View and Render"), this);
    m_viewBar->setObjectName(QStringLiteral("viewBar"));
    m_viewBar->setIconSize(barIconSize);
    m_viewBar->setMovable(false);
    m_viewBar->addActions(m_actions.all({"edit.undo", "edit.redo"}));
    m_viewBar->addSeparator();
    m_viewBar->addActions(m_modeGroup->actions());
    m_viewBar->addAction(m_actions.at("view.fit"));
    m_viewBar->addSeparator();
    m_viewBar->addActions(m_actions.all({"render.live", "render.exact", "render.cancel"}));
    addToolBar(Qt::TopToolBarArea, m_viewBar);
    m_optionsBar = new QToolBar(tr("Tool Options"), this);
    m_optionsBar->setObjectName(QStringLiteral("optionsBar"));
    m_optionsBar->setMovable(false);
    addToolBar(Qt::TopToolBarArea, m_optionsBar);

    for (QToolBar* bar : {m_toolBar, m_optionsBar, m_viewBar}) {
        bar->setContextMenuPolicy(Qt::PreventContextMenu);
    }
}

void MainWindow::addToolActions() {
    const bool first = m_toolGroup->actions().isEmpty();
    if (first) {
        for (const Tool* tool : m_tools->tools()) {
            const QString id = tool->id();
            QAction* action =
                m_actions.addSwitch({ToolController::commandOf(*tool), tool->name(),
                                     tool->iconName(), m_tools->keys(*tool)},
                                    [this, id](bool) { m_tools->activate(*m_tools->find(id)); });
            m_toolGroup->addAction(action);
            m_toolBar->addAction(action);
        }
        m_actions.takeShortcuts();
        tellShortcutProblems();
    }
    m_tools->follow(m_shortcuts);
    followShortcuts();
    const auto follow = [this] {
        m_actions.at(ToolController::commandOf(m_tools->active()))->setChecked(true);
    };
    connect(m_tools.get(), &ToolController::activeChanged, this, follow);
    follow();
    m_canvas->addAction(m_actions.at("view.hideDocks"));
    if (m_modeGroup->checkedAction() == nullptr) {
        setMode(m_mode);
    }
}

void MainWindow::followShortcuts() {
    if (!m_tools) {
        return;
    }
    // Outside of the canvas Tab goes on to the next control.
    const bool onTab = holdsStroke(m_shortcuts.keys(QStringLiteral("view.hideDocks")), Qt::Key_Tab);
    m_actions.at("view.hideDocks")
        ->setShortcutContext(onTab ? Qt::WidgetShortcut : Qt::WindowShortcut);
    for (const Tool* tool : m_tools->tools()) {
        m_actions.setTip(ToolController::commandOf(*tool), tool->hint());
    }
    // The bar of the document before went with its tools, that of other keys names them.
    if (m_optionsHolder != nullptr) {
        m_optionsBar->removeAction(m_optionsHolder);
        delete m_optionsHolder; // owns its widget
    }
    QWidget* options = m_tools->makeOptionsBar(m_optionsBar);
    options->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_optionsHolder = m_optionsBar->addWidget(options);
}

void MainWindow::reserveMenuKeys() {
    for (const QAction* menu : menuBar()->actions()) {
        const QKeySequence key = QKeySequence::mnemonic(menu->text());
        if (!key.isEmpty()) {
            m_shortcuts.reserve({shownStroke(key),
                                 tr("Opens the menu %1").arg(withoutMnemonic(menu->text())),
                                 {key}});
        }
    }
}

void MainWindow::tellShortcutProblems() {
    const QStringList deprived = m_shortcuts.deprived();
    QString text = m_shortcuts.problem();
    if (!deprived.isEmpty()) {
        text = tr("The file of the shortcuts gives keys to several commands, or keys that are "
                  "fixed. Without their keys are: %1.")
                   .arg(deprived.join(QStringLiteral(", ")));
    }
    if (!text.isEmpty()) {
        showMessage(MessageBar::Kind::Warning, QStringLiteral("shortcuts"), text);
    }
}

void MainWindow::fillRecent(QMenu& menu) {
    for (const QString& file : m_files->recent().files()) {
        QAction* action = menu.addAction(QFileInfo(file).fileName(), this, [this, file] {
            try {
                m_files->open(file);
            } catch (const Error& failure) {
                showMessage(MessageBar::Kind::Failure, QStringLiteral("file"),
                            QString::fromStdString(failure.message()));
            }
        });
        action->setToolTip(plainToolTip(file));
        action->setEnabled(QFileInfo::exists(file));
    }
    menu.setToolTipsVisible(true);
    if (menu.isEmpty()) {
        menu.addAction(tr("Nothing Yet"))->setEnabled(false);
        return;
    }
    menu.addSeparator();
    menu.addAction(tr("Forget These"), &m_files->recent(), &RecentFiles::clear);
}

void MainWindow::fillSamples(QMenu& menu) {
    for (const SampleScene& sample : m_files->samples()) {
        menu.addAction(QString::fromStdString(sample.name), this, [this, sample] {
            try {
                m_files->openSample(sample);
            } catch (const Error& failure) {
                showMessage(MessageBar::Kind::Failure, QStringLiteral("file"),
                            QString::fromStdString(failure.message()));
            }
        });
    }
    if (menu.isEmpty()) {
        menu.addAction(tr("None Installed"))->setEnabled(false);
    }
}

void MainWindow::fillModels(QMenu& menu) {
    const QList<QAction*> old = menu.actions();
    for (qsizetype i = old.indexOf(m_modelsBelow) + 1; i < old.size(); ++i) {
        menu.removeAction(old[i]);
        old[i]->deleteLater();
    }
    const CurrentModel* loaded = m_services.models().model();
    const Size size = m_editor->scene().size();
    for (const KnownModel& model : m_services.models().models()) {
        const auto seconds =
            m_services.models().measuredSeconds(model.id, QSize(size.width, size.height));
        const QString text =
            seconds ? tr("%1 (%2 s)").arg(model.name, QString::number(*seconds, 'f', 2))
                    : model.name;
        auto* action = new QAction(text, &menu);
        connect(action, &QAction::triggered, this, [this, id = model.id] { chooseModel(id); });
        action->setCheckable(true);
        action->setChecked(loaded != nullptr && loaded->manifest.id == model.id.toStdString());
        action->setEnabled(model.problem.isEmpty());
        action->setToolTip(plainToolTip(
            model.problem.isEmpty() ? QString::fromStdString(model.path.string()) : model.problem));
        menu.addAction(action);
    }
}

void MainWindow::refreshActions() {
    if (!m_editor) {
        return;
    }
    const QUndoStack& stack = m_editor->document().undoStack();
    const EditorState& state = m_editor->state();
    m_actions.at("edit.undo")
        ->setText(stack.canUndo() ? tr("&Undo: %1").arg(stack.undoText()) : tr("&Undo"));
    m_actions.at("edit.redo")
        ->setText(stack.canRedo() ? tr("&Redo: %1").arg(stack.redoText()) : tr("&Redo"));
    m_actions.allow("edit.undo", stack.canUndo() ? QString() : tr("nothing was changed yet"));
    m_actions.allow("edit.redo", stack.canRedo() ? QString() : tr("nothing was undone"));
    const QString nothingSelected =
        state.pixelSelection().empty() ? tr("no pixels are selected") : QString();
    m_actions.allow("select.none", nothingSelected);
    m_actions.allow("select.invert", nothingSelected);
    m_actions.allow("file.removeReference", m_editor->scene().referencePhoto == nullptr
                                                ? tr("the scene has no photo layer")
                                                : QString());
    m_actions.at("label.lock")->setChecked(state.lockedLabels().contains(state.currentLabel()));
    const bool mapped = presentClassChange(*m_editor) != nullptr;
    m_actions.allow("model.classes",
                    mapped
                        ? QString()
                        : tr("the scene was not brought into other classes since it was opened"));
    if (!mapped) {
        m_messages->withdraw(QStringLiteral("classes"));
    }
    const QString noInstance = whyNotInstances(*m_editor);
    for (const char* id :
         {"instance.duplicate", "instance.split", "instance.relabel", "instance.delete"}) {
        m_actions.allow(id, noInstance);
    }
    m_actions.allow("instance.merge", whyNotMerge(*m_editor));
    const QString noModel =
        m_services.models().model() == nullptr ? tr("no model is loaded") : QString();
    m_actions.allow("model.fineTune", m_services.training().whyNot());
    m_actions.allow("render.exact", noModel);
    m_actions.allow("file.exportSequence",
                    m_editor->document().frames() > 1 ? noModel : tr("there is only one frame"));
    m_actions.allow("file.newFromPhoto", m_services.photos().whyNotSegment());
    m_actions.at("render.live")->setChecked(m_services.rendering().live());
    for (Panel* panel : m_panels) {
        panel->refreshActions();
    }
}

} // namespace underpaint::ui
