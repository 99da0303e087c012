// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done in the main window, with the keys of the shortcut table.
#include "ui/canvas/navigator.h"
#include "ui/comparison/comparison_dialog.h"
#include "ui/dialogs/check_dialog.h"
#include "ui/dialogs/classes_dialog.h"
#include "ui/dialogs/command_search.h"
#include "ui/dialogs/fine_tune_dialog.h"
#include "ui/dialogs/model_dialog.h"
#include "ui/dialogs/shortcuts_dialog.h"
#include "ui/docks/panel.h"
#include "ui/help/help_window.h"
#include "ui/session/class_correction.h"
#include "ui/session/instance_commands.h"
#include "ui/session/services.h"
#include "ui/tools/move_tool.h"
#include "ui/tools/tool.h"
#include "ui/tools/tool_controller.h"
#include "ui/window/main_window.h"

#include <QAbstractItemView>
#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QToolBar>
#include <QUndoStack>

#include <algorithm>

namespace underpaint::ui {

namespace {

constexpr auto overviewKey = "view/overview";

/// The first widget of the area, or the area itself, that takes the keys; the list of a dock before
/// its buttons. Null: there is none.
QWidget* firstInTabOrder(QWidget& area) {
    const auto takes = [](const QWidget& widget) {
        return (widget.focusPolicy() & Qt::TabFocus) != 0 && widget.isEnabled() &&
               widget.isVisible();
    };
    if (takes(area)) {
        return &area;
    }
    for (QWidget* widget : area.findChildren<QAbstractItemView*>()) {
        if (takes(*widget)) {
            return widget;
        }
    }
    for (QWidget* widget : area.findChildren<QWidget*>()) {
        if (takes(*widget)) {
            return widget;
        }
    }
    return nullptr;
}

} // namespace

void MainWindow::addFileActions() {
    m_actions.add({"file.new", tr("&New …"), "new", {QKeySequence::New}},
                  [this] { m_files->newScene(); });
    m_actions.add({"file.newFromPhoto",
                   tr("New from a &Photo …"),
                   "photo",
                   {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N)},
                   tr("Estimates the labels of a photo and takes its styles")},
                  [this] { m_files->newFromPhoto(); });
    m_actions.add({"file.open", tr("&Open …"), "open", {QKeySequence::Open}},
                  [this] { m_files->chooseAndOpen(); });
    m_actions.add({"file.openSequence",
                   tr("Open Seq&uence …"),
                   "folder",
                   {},
                   tr("A video, or a folder of label maps, one for each frame")},
                  [this] { m_files->openSequence(); });
    m_actions.add({"file.paste",
                   tr("Pas&te Picture"),
                   "paste",
                   {QKeySequence(Qt::CTRL | Qt::Key_V)},
                   tr("Opens the picture or the file of the clipboard")},
                  [this] { m_files->paste(); });
    m_actions.add({"file.save", tr("&Save"), "save", {QKeySequence::Save}},
                  [this] { m_files->save(); });
    m_actions.add(
        {"file.saveAs", tr("Save &As …"), "save", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)}},
        [this] { m_files->saveAs(); });
    m_actions.add({"file.importLabels",
                   tr("Import &Label Map …"),
                   "import",
                   {},
                   tr("In any known format; a report is shown before anything changes")},
                  [this] { m_files->importLabels(); });
    m_actions.add({"file.importInstances",
                   tr("Import &Instance Map …"),
                   "import",
                   {},
                   tr("Of the same size as the scene")},
                  [this] { m_files->importInstances(); });
    m_actions.add({"file.referencePhoto",
                   tr("&Open a Photo …"),
                   "photo",
                   {},
                   tr("The photo layer of the scene: a photo to paint over, of which parts can be "
                      "kept")},
                  [this] { m_files->setReferencePhoto(); });
    m_actions.add({"file.removeReference", tr("Remo&ve the Photo"), "trash"},
                  [this] { m_files->removeReferencePhoto(); });
    m_actions.add({"file.export",
                   tr("&Export …"),
                   "export",
                   {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E)},
                   tr("Photo, label map and instance map as pictures")},
                  [this] { m_files->exportFiles(); });
    m_actions.add({"file.exportSequence",
                   tr("E&xport Sequence …"),
                   "export",
                   {},
                   tr("The photos of all frames, as PNG pictures or as a video")},
                  [this] { m_files->exportSequence(); });
    m_actions.add({"file.quit", tr("&Quit"), "close", {QKeySequence(Qt::CTRL | Qt::Key_Q)}},
                  [this] { close(); });
    m_actions.at("file.quit")->setMenuRole(QAction::QuitRole);
    m_actions.add({"style.fromPhoto",
                   tr("Take from a P&hoto …"),
                   "photo",
                   {},
                   tr("The objects take the look that a photo has in their places")},
                  [this] { m_files->takeStylesFrom(); });
    m_actions.add({"code.fromPhoto",
                   tr("Variation from a P&hoto …"),
                   "photo",
                   {},
                   tr("The scene takes the look that a photo has as a whole: its light, its "
                      "colours, its materials")},
                  [this] { m_files->takeCodeFrom(); });
}

void MainWindow::addEditActions() {
    m_actions.add({"edit.undo", tr("&Undo"), "undo", {QKeySequence(Qt::CTRL | Qt::Key_Z)}},
                  [this] { m_editor->document().undoStack().undo(); });
    m_actions.add(
        {"edit.redo",
         tr("&Redo"),
         "redo",
         {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)}},
        [this] { m_editor->document().undoStack().redo(); });
    const auto bounds = [this] { return m_editor->scene().bounds(); };
    m_actions.add(
        {"select.all", tr("Select &All"), "select", {QKeySequence::SelectAll}}, [this, bounds] {
            m_editor->state().setPixelSelection(scene::PixelSelection().inverted(bounds()));
        });
    m_actions.add(
        {"select.none", tr("Select N&one"), "close", {QKeySequence(Qt::CTRL | Qt::Key_D)}},
        [this] { m_editor->state().setPixelSelection({}); });
    m_actions.add({"select.invert",
                   tr("&Invert Selection"),
                   "swap",
                   {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_I)}},
                  [this, bounds] {
                      m_editor->state().setPixelSelection(
                          m_editor->state().pixelSelection().inverted(bounds()));
                  });
    m_actions.add(
        {"label.swap", tr("S&wap Current and Previous Label"), "swap", {QKeySequence(Qt::Key_X)}},
        [this] { m_editor->state().swapLabels(); });
    m_actions.addSwitch({"label.lock",
                         tr("&Lock Current Label"),
                         "lock",
                         {QKeySequence(Qt::Key_K)},
                         tr("Locked labels are never painted over")},
                        [this](bool on) {
                            EditorState& state = m_editor->state();
                            state.setLabelLocked(state.currentLabel(), on);
                        });
    m_actions.add({"brush.smaller", tr("Smaller Brush"), {}, {QKeySequence(Qt::Key_BracketLeft)}},
                  [this] { stepBrush(-1, false); });
    m_actions.add({"brush.larger", tr("Larger Brush"), {}, {QKeySequence(Qt::Key_BracketRight)}},
                  [this] { stepBrush(1, false); });
    m_actions.add({"brush.muchSmaller",
                   tr("Much Smaller Brush"),
                   {},
                   {QKeySequence(Qt::SHIFT | Qt::Key_BracketLeft)}},
                  [this] { stepBrush(-1, true); });
    m_actions.add({"brush.muchLarger",
                   tr("Much Larger Brush"),
                   {},
                   {QKeySequence(Qt::SHIFT | Qt::Key_BracketRight)}},
                  [this] { stepBrush(1, true); });
    m_actions.add({"brush.orEraser",
                   tr("Brush or Eraser"),
                   "eraser",
                   {},
                   tr("Chooses the eraser, and the brush when the eraser is chosen already")},
                  [this] {
                      const bool erases = m_tools->active().id() == QStringLiteral("eraser");
                      m_tools->activate(*m_tools->find(erases ? QStringLiteral("brush")
                                                              : QStringLiteral("eraser")));
                  });
    m_actions.add({"edit.check",
                   tr("Chec&k the Scene …"),
                   {},
                   {},
                   tr("Speckles, objects in pieces, classes that the model does not know")},
                  [this] { checkScene(); });
    m_actions.add({"edit.preferences", tr("&Preferences …"), "settings"}, [this] {
        m_preferences.live = m_services.rendering().live();
        PreferencesDialog dialog(m_preferences, m_shortcuts.text("render.live"), this);
        if (dialog.exec() == QDialog::Accepted) {
            applyPreferences(dialog.preferences());
        }
    });
    m_actions.at("edit.preferences")->setMenuRole(QAction::PreferencesRole);
}

void MainWindow::addLabelSlots() {
    for (int i = 0; i < EditorState::slotCount; ++i) {
        const int key = (i + 1) % EditorState::slotCount;
        m_actions.add({QStringLiteral("label.slot%1").arg(key),
                       tr("Label Slot %1").arg(key),
                       {},
                       {QKeySequence(Qt::Key_0 + key)}},
                      [this, i] {
                          if (const auto label = m_editor->state().slot(i)) {
                              m_editor->state().setCurrentLabel(*label);
                          }
                      });
    }
}

void MainWindow::addInstanceActions() {
    m_actions.addSwitch({"instance.new",
                         tr("&New Instance for the Next Stroke"),
                         "new-instance",
                         {QKeySequence(Qt::Key_N)},
                         tr("Otherwise a stroke extends the selected object")},
                        [this](bool on) { m_editor->state().setNewInstanceNext(on); });
    m_actions.add({"instance.duplicate",
                   tr("&Duplicate"),
                   "duplicate",
                   {QKeySequence(Qt::CTRL | Qt::Key_J)},
                   tr("A copy with its style, that floats over the map until Enter puts it down")},
                  [this] {
                      auto* move = static_cast<MoveTool*>(m_tools->find(QStringLiteral("move")));
                      m_tools->activate(*move);
                      m_canvas->setFocus();
                      move->floatCopies();
                  });
    m_actions.add({"instance.merge",
                   tr("&Merge"),
                   "merge",
                   {QKeySequence(Qt::CTRL | Qt::Key_E)},
                   tr("The selected objects become one")},
                  [this] { mergeInstances(*m_editor); });
    m_actions.add({"instance.split",
                   tr("&Split by Parts"),
                   "split",
                   {},
                   tr("Parts that do not touch become objects of their own")},
                  [this] {
                      if (splitInstances(*m_editor) == 0) {
                          showMessage(MessageBar::Kind::Information, QStringLiteral("split"),
                                      tr("There is nothing to split: it is of one piece."));
                      }
                  });
    m_actions.add({"instance.relabel",
                   tr("&Change to Current Label"),
                   "tag",
                   {},
                   tr("The object becomes one of the class that is chosen in the labels")},
                  [this] { relabelInstances(*m_editor); });
    m_actions.add({"instance.delete",
                   tr("De&lete"),
                   "trash",
                   {QKeySequence(Qt::Key_Delete)},
                   tr("What surrounds it fills its place")},
                  [this] { deleteInstances(*m_editor); });
    m_actions.add({"instance.previous",
                   tr("&Previous Instance"),
                   "previous",
                   {QKeySequence(Qt::ALT | Qt::Key_BracketLeft)}},
                  [this] { stepInstance(*m_editor, -1); });
    m_actions.add({"instance.next",
                   tr("Ne&xt Instance"),
                   "next",
                   {QKeySequence(Qt::ALT | Qt::Key_BracketRight)}},
                  [this] { stepInstance(*m_editor, 1); });
}

void MainWindow::addViewActions() {
    m_modeGroup = new QActionGroup(this);
    const auto add = [this](const char* id, const QString& text, const char* icon, ViewMode mode) {
        QAction* action =
            m_actions.addSwitch({id, text, icon}, [this, mode](bool) { setMode(mode); });
        action->setData(static_cast<int>(mode));
        m_modeGroup->addAction(action);
    };
    add("view.sideBySide", tr("&Side by Side"), "view-side-by-side", ViewMode::SideBySide);
    add("view.labels", tr("&Labels"), "view-labels", ViewMode::Labels);
    add("view.photo", tr("&Photo"), "view-photo", ViewMode::Photo);
    add("view.overlay", tr("&Overlay"), "view-overlay", ViewMode::Overlay);
    add("view.split", tr("Split Sli&der"), "view-split", ViewMode::Split);
    add("view.reference", tr("Photo La&yer"), "view-reference", ViewMode::Reference);
    add("view.changes", tr("&What Else Would Change"), "view-changes", ViewMode::Changes);
    add("view.exemplar", tr("Warped &Exemplar"), "view-exemplar", ViewMode::Exemplar);
    add("view.certainty", tr("Certainty of the Ma&tches"), "view-certainty", ViewMode::Certainty);
    m_actions.add({"view.next", tr("&Next View"), {}, {QKeySequence(Qt::Key_C)}},
                  [this] { cycleMode(); });
    constexpr double step = 0.1;
    m_actions.add(
        {"view.moreOpaque", tr("Labels More Opaque"), {}, {QKeySequence(Qt::Key_O)}},
        [this] { m_canvas->setOverlayOpacity(std::min(1.0, m_canvas->overlayOpacity() + step)); });
    m_actions.add(
        {"view.lessOpaque", tr("Labels Less Opaque"), {}, {QKeySequence(Qt::SHIFT | Qt::Key_O)}},
        [this] { m_canvas->setOverlayOpacity(std::max(0.0, m_canvas->overlayOpacity() - step)); });
    m_actions.addSwitch({"view.decorations",
                         tr("Outlines and &Marks"),
                         {},
                         {QKeySequence(Qt::CTRL | Qt::Key_H)},
                         tr("Marching ants, outlines of objects, highlights")},
                        [this](bool on) { m_canvas->setDecorationsVisible(on); });
    m_actions.at("view.decorations")->setChecked(true);
    m_actions.addSwitch({"view.navigator",
                         tr("O&verview"),
                         {},
                         {},
                         tr("The whole picture in a corner while only a part of it is seen")},
                        [this](bool on) {
                            m_settings.setValue(QLatin1String(overviewKey), on);
                            m_canvas->navigator().setWanted(on);
                        });
    m_actions.at("view.navigator")
        ->setChecked(m_settings.value(QLatin1String(overviewKey), true).toBool());
    constexpr double factor = 1.4142135623730951;
    m_actions.add(
        {"view.zoomIn",
         tr("Zoom &In"),
         "zoom-in",
         {QKeySequence(QStringLiteral("Ctrl++")), QKeySequence(QStringLiteral("Ctrl+="))}},
        [this] { m_canvas->setZoom(m_canvas->zoom() * factor); });
    m_actions.add(
        {"view.zoomOut", tr("Zoom O&ut"), "zoom-out", {QKeySequence(QStringLiteral("Ctrl+-"))}},
        [this] { m_canvas->setZoom(m_canvas->zoom() / factor); });
    m_actions.add({"view.fit", tr("&Fit"), "fit", {QKeySequence(QStringLiteral("Ctrl+0"))}},
                  [this] { m_canvas->fit(); });
    m_actions.add({"view.actualSize", tr("&100 %"), {}, {QKeySequence(QStringLiteral("Ctrl+1"))}},
                  [this] { m_canvas->setZoom(1); });
    constexpr double turn = 15;
    m_actions.add({"view.rotateLeft",
                   tr("Rot&ate Left"),
                   "undo",
                   {QKeySequence(Qt::CTRL | Qt::Key_BracketLeft)},
                   tr("Turns the view, not the scene: 15° against the clock (Shift and the middle "
                      "button turn it freely)")},
                  [this] { m_canvas->setRotation(m_canvas->rotation() - turn); });
    m_actions.add({"view.rotateRight",
                   tr("Rotate Ri&ght"),
                   "redo",
                   {QKeySequence(Qt::CTRL | Qt::Key_BracketRight)},
                   tr("Turns the view, not the scene: 15° with the clock")},
                  [this] { m_canvas->setRotation(m_canvas->rotation() + turn); });
    m_actions.add(
        {"view.upright", tr("&Upright"), "reset", {}, tr("Ends the rotation of the view")},
        [this] { m_canvas->setRotation(0); });
    m_actions.add({"view.nextArea",
                   tr("Ne&xt Area of the Window"),
                   {},
                   {QKeySequence(Qt::Key_F6)},
                   tr("The keys go to the canvas, a dock or the tools in turn")},
                  [this] { focusArea(1); });
    m_actions.add({"view.previousArea",
                   tr("Pre&vious Area of the Window"),
                   {},
                   {QKeySequence(Qt::SHIFT | Qt::Key_F6)}},
                  [this] { focusArea(-1); });
    m_actions.addSwitch({"view.hideDocks", tr("&Hide Docks"), {}, {QKeySequence(Qt::Key_Tab)}},
                        [this](bool on) { hideDocks(on); });
    m_actions.addSwitch(
        {"view.fullScreen", tr("Full S&creen"), {}, {QKeySequence(Qt::Key_F11)}},
        [this](bool on) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, on)); });
}

void MainWindow::addRenderActions() {
    m_actions.addSwitch({"render.live",
                         tr("&Live"),
                         "live",
                         {QKeySequence(Qt::Key_F8)},
                         tr("The photo follows every edit")},
                        [this](bool on) { m_services.rendering().setLive(on); });
    m_actions.add(
        {"render.exact",
         tr("&Render Exactly Now"),
         "render",
         {QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter)}},
        [this] { m_services.rendering().renderNow(); });
    m_actions.add(
        {"render.cancel", tr("&Cancel Rendering"), "cancel", {QKeySequence(Qt::SHIFT | Qt::Key_X)}},
        [this] { m_services.rendering().stop(); });
}

void MainWindow::addModelActions() {
    m_actions.add(
        {"model.choose",
         tr("&Models …"),
         "model",
         {},
         tr("What there is, with licence, classes, sizes and the time of a render here; to "
            "choose, rename, import and export")},
        [this] {
            const Size size = m_editor->scene().size();
            ModelDialog dialog(m_services, QSize(size.width, size.height), this);
            if (dialog.exec() == QDialog::Accepted) {
                chooseModel(dialog.chosen());
            }
        });
    m_actions.add(
        {"model.compare",
         tr("&Blind Comparison …"),
         "view-side-by-side",
         {},
         tr("Which of two models, or of two folders of pictures, is better, judged without "
            "knowing which is whose")},
        [this] {
            ModelsToCompare models{m_services.models(), m_services.comparisons(),
                                   m_editor->document().snapshot(), m_files->sceneName()};
            ComparisonDialog(m_settings, this, std::move(models)).exec();
        });
    m_actions.add({"model.fineTune",
                   tr("&Fine-Tune …"),
                   "live",
                   {},
                   tr("Teaches the present model something of your own: it becomes a new model")},
                  [this] {
                      FineTuneDialog dialog(m_services, m_settings, this);
                      if (dialog.exec() == QDialog::Accepted) {
                          m_services.training().start(dialog.wish());
                      }
                  });
    m_actions.add({"model.classes",
                   tr("C&lasses of the Scene …"),
                   "tag",
                   {},
                   tr("What its classes became with this model, to look at and to change")},
                  [this] { showClasses(); });
}

void MainWindow::addHelpActions() {
    m_actions.add({"help.search",
                   tr("&Search Commands …"),
                   "search",
                   {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P)}},
                  [this] { runCommandSearch(); });
    m_actions.add({"help.shortcuts",
                   tr("Short&cuts …"),
                   {},
                   {QKeySequence(Qt::SHIFT | Qt::Key_Question)},
                   tr("All keys, to look up and to change")},
                  [this] { changeShortcuts(); });
    m_actions.add({"help.contents",
                   tr("&Help"),
                   "help",
                   {QKeySequence(Qt::Key_F1)},
                   tr("The manual, at the page of the panel that has the focus")},
                  [this] { showHelp(); });
    m_actions.add({"help.firstSteps", tr("&First Steps")}, [this] { showFirstSteps(true); });
    m_actions.add({"help.about", tr("&About Underpaint"), "info"},
                  [this] { showHelp(QStringLiteral("about")); });
    m_actions.at("help.about")->setMenuRole(QAction::AboutRole);
}

void MainWindow::checkScene() {
    if (m_check == nullptr) {
        m_check = new CheckDialog(*m_editor, m_services.rendering().photo(), this);
        m_check->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_check, &CheckDialog::placeWanted, this, [this](const QRectF& map) {
            m_canvas->frame(map & QRectF(0, 0, m_editor->scene().size().width,
                                         m_editor->scene().size().height));
        });
    }
    m_check->show();
    m_check->raise();
    m_check->activateWindow();
}

void MainWindow::showHelp() {
    const auto focused = std::ranges::find_if(m_panels, [](const Panel* panel) {
        return panel->isAncestorOf(QApplication::focusWidget());
    });
    showHelp(focused != m_panels.end() ? (*focused)->helpPage()
             : m_help != nullptr       ? m_help->page()
                                       : HelpBook::pages().front());
}

void MainWindow::showHelp(const QString& page) {
    if (m_help == nullptr) {
        m_help = new HelpWindow(m_shortcuts, this);
    }
    m_help->showPage(page);
}

void MainWindow::setMode(ViewMode mode) {
    m_mode = mode;
    m_canvas->setMode(mode);
    for (QAction* action : m_modeGroup->actions()) {
        action->setChecked(action->data().toInt() == static_cast<int>(mode));
    }
}

void MainWindow::cycleMode() {
    const QList<QAction*> modes = m_modeGroup->actions();
    const auto present = std::find_if(modes.begin(), modes.end(), [this](const QAction* action) {
        return action->data().toInt() == static_cast<int>(m_mode);
    });
    // Past those that have nothing to show.
    for (qsizetype step = 1; step <= modes.size(); ++step) {
        const QAction* next = modes[(present - modes.begin() + step) % modes.size()];
        if (next->isEnabled()) {
            setMode(static_cast<ViewMode>(next->data().toInt()));
            return;
        }
    }
}

void MainWindow::focusArea(int direction) {
    QList<QWidget*> areas{m_canvas.get()};
    for (Panel* panel : m_panels) {
        areas << panel;
    }
    areas << m_toolBar << m_optionsBar << m_viewBar;
    areas.removeIf([](const QWidget* area) { return area->isHidden(); });
    const QWidget* focus = QApplication::focusWidget();
    const auto present = std::find_if(areas.begin(), areas.end(), [&](const QWidget* area) {
        return focus != nullptr && (area == focus || area->isAncestorOf(focus));
    });
    auto index = present == areas.end() ? 0 : present - areas.begin();
    // An area without anything to reach is passed by.
    for (qsizetype tried = 0; tried < areas.size(); ++tried) {
        index = (index + direction + areas.size()) % areas.size();
        if (auto* dock = qobject_cast<QDockWidget*>(areas[index])) {
            dock->raise(); // the one of the tabs that was behind
        }
        if (QWidget* first = firstInTabOrder(*areas[index])) {
            first->setFocus(Qt::TabFocusReason);
            return;
        }
    }
}

void MainWindow::hideDocks(bool hide) {
    if (hide) {
        for (Panel* panel : m_panels) {
            if (!panel->isHidden()) {
                m_hiddenPanels << panel;
                panel->hide();
            }
        }
        return;
    }
    for (Panel* panel : std::exchange(m_hiddenPanels, {})) {
        panel->showWhenUseful();
    }
}

void MainWindow::stepBrush(int direction, bool large) {
    m_tools->stepDiameter(direction, large);
}

void MainWindow::chooseModel(const QString& id) {
    if (id.isEmpty()) {
        return;
    }
    m_files->takeModel(id);
}

void MainWindow::showClasses() {
    const std::vector<imaging::ClassChange>* change = presentClassChange(*m_editor);
    if (change == nullptr) {
        return;
    }
    ClassesDialog dialog(*change, presentMapping(*m_editor, change->front()), this);
    if (dialog.exec() == QDialog::Accepted) {
        m_messages->withdraw(QStringLiteral("classes"));
        correctClasses(*m_editor, *change, dialog.mapping());
    }
}

void MainWindow::changeShortcuts() {
    std::map<QString, QIcon> icons;
    for (const QAction* action : m_actions.all()) {
        icons[action->objectName()] = action->icon();
    }
    ShortcutsDialog dialog(m_shortcuts, icons, this);
    if (dialog.exec() == QDialog::Accepted) {
        m_messages->withdraw(QStringLiteral("shortcuts"));
        m_shortcuts.choose(dialog.shortcuts());
    }
}

void MainWindow::runCommandSearch() {
    CommandSearch search(m_actions.all(), m_shortcuts, this);
    if (search.exec() == QDialog::Accepted && search.chosen() != nullptr) {
        search.chosen()->trigger();
    }
}

} // namespace underpaint::ui
