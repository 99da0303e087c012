// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/canvas_view.h"
#include "ui/dialogs/preferences_dialog.h"
#include "ui/session/editor.h"
#include "ui/shortcuts/shortcut_book.h"
#include "ui/widgets/action_book.h"
#include "ui/widgets/drop_zones.h"
#include "ui/widgets/message_bar.h"
#include "ui/window/file_desk.h"

#include <QMainWindow>
#include <QPointer>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

class QAction;
class QActionGroup;
class QMenu;
class QToolBar;
class QVBoxLayout;

namespace underpaint::ui {

class CheckDialog;
class FirstSteps;
class HelpWindow;
class Panel;
class Services;
class StartGuard;
class StatusFields;
class ToolController;

/// The window of the editor: canvas, docks, bars and all actions. Shows one document at a time.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    /// `scenes` is the folder of the sample scenes. All must outlive the window.
    MainWindow(Services& services, QSettings& settings, const SessionFolders& folders,
               const std::filesystem::path& scenes);
    ~MainWindow() override;

    /// Opens the first document; the window shall be visible by then.
    void start(const QString& file = {});
    /// Shows the window and opens the first document from the event loop. Says so when the guard
    /// set the settings aside, and tells it when the start worked. It must outlive the window.
    void showAndStart(StartGuard& guard, const QString& file = {});
    /// Shows the document in place of the present one, without questions.
    void setDocument(std::unique_ptr<Document> document);

    Editor& editor() { return *m_editor; }
    CanvasView& canvas() { return *m_canvas; }
    ToolController& tools() { return *m_tools; }
    ActionBook& actionBook() { return m_actions; }
    ShortcutBook& shortcuts() { return m_shortcuts; }
    MessageBar& messages() { return *m_messages; }
    StatusFields& status() { return *m_status; }
    const std::vector<Panel*>& panels() const { return m_panels; }
    FileDesk& files() { return *m_files; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    // main_window.cpp
    void buildCentre();
    void addPanels(const std::filesystem::path& scenes);
    void placePanels();
    void showWholeTabs();
    /// Panels are there when the model can do what they are for.
    void followModel();
    void restore();
    void openDocument(std::unique_ptr<Document> document);
    void connectEditor();
    void dropFile(const QString& file, DropUse use);
    void showFirstSteps(bool show);
    void applyPreferences(const Preferences& preferences);
    // main_window_actions.cpp: what can be done
    void addFileActions();
    void addEditActions();
    void addInstanceActions();
    void addViewActions();
    void addRenderActions();
    void addModelActions();
    void addHelpActions();
    void addLabelSlots();
    // main_window_menus.cpp: where it is found, and when it is possible
    void buildMenus();
    void buildBars();
    void addToolActions();
    void tellShortcutProblems();
    void reserveMenuKeys();
    void followShortcuts();
    void fillRecent(QMenu& menu);
    void fillSamples(QMenu& menu);
    void fillModels(QMenu& menu);
    void refreshActions();
    // main_window_status.cpp
    void connectStatus();
    void showCursor(std::optional<QPointF> map);
    void showView();
    /// How the active tool is used, and before it which object the next stroke paints.
    void showHint();
    void showService();
    /// What a training says, and the offer to go on with one that was interrupted.
    void connectTraining();
    void offerTraining();
    void showSaved();
    void showMemory();
    void showMessage(MessageBar::Kind kind, const QString& topic, const QString& text);

    void setMode(ViewMode mode);
    void cycleMode();
    /// Gives the keys to the next (+1) or previous (-1) of canvas, docks and bars.
    void focusArea(int direction);
    void hideDocks(bool hide);
    void stepBrush(int direction, bool large);
    void chooseModel(const QString& id);
    /// What the classes became with this model, to change.
    void showClasses();
    void runCommandSearch();
    void checkScene();
    void changeShortcuts();
    /// At the page of the panel that has the focus, else where it was left.
    void showHelp();
    void showHelp(const QString& page);

    Services& m_services;
    QSettings& m_settings;
    ShortcutBook m_shortcuts;
    ActionBook m_actions;
    std::unique_ptr<Editor> m_editor;
    std::unique_ptr<ToolController> m_tools;
    std::unique_ptr<CanvasView> m_canvas;
    FileDesk* m_files;
    MessageBar* m_messages = nullptr;
    FirstSteps* m_firstSteps = nullptr;
    HelpWindow* m_help = nullptr; ///< when it was asked for
    QPointer<CheckDialog> m_check;
    DropZones* m_drops = nullptr;
    QWidget* m_centre = nullptr;
    QVBoxLayout* m_centreLayout = nullptr;
    StatusFields* m_status;
    std::vector<Panel*> m_panels;
    QToolBar* m_toolBar = nullptr;
    QToolBar* m_optionsBar = nullptr;
    QToolBar* m_viewBar = nullptr;
    QAction* m_optionsHolder = nullptr;
    QAction* m_modelsBelow = nullptr; ///< the line in the menu above the models
    QActionGroup* m_toolGroup = nullptr;
    QActionGroup* m_modeGroup = nullptr;
    QTimer m_memoryTimer;
    ViewMode m_mode = ViewMode::SideBySide;
    Preferences m_preferences;
    QList<Panel*> m_hiddenPanels;
    QString m_photoMessage; ///< that was shown, so that a closed bar stays closed
};

} // namespace underpaint::ui
