// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"
#include "ui/canvas/navigator.h"

#include "engine/base/error.h"
#include "ui/dialogs/check_dialog.h"
#include "ui/docks/panel.h"
#include "ui/document/settings_text.h"
#include "ui/document/start_guard.h"
#include "ui/session/services.h"
#include "ui/tools/tool.h"
#include "ui/tools/tool_controller.h"
#include "ui/widgets/drop_zones.h"
#include "ui/widgets/first_steps.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/status_fields.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QGuiApplication>
#include <QMimeData>
#include <QScreen>
#include <QSettings>
#include <QTabBar>
#include <QToolBar>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace underpaint::ui {

namespace {

constexpr auto geometryKey = "window/geometry";
constexpr auto stateKey = "window/state";
constexpr auto hintKey = "window/firstSteps";
/// Raised when bars or docks change, so that old layouts are not restored into new windows.
constexpr int layoutVersion = 4;

} // namespace

MainWindow::MainWindow(Services& services, QSettings& settings, const SessionFolders& folders,
                       const std::filesystem::path& scenes)
    : m_services(services),
      m_settings(settings),
      m_shortcuts(shortcutsFile(folders)),
      m_actions(*this, m_shortcuts),
      m_files(new FileDesk(
          services, settings, folders, scenes,
          [this](std::unique_ptr<Document> document) { openDocument(std::move(document)); },
          *this)),
      m_status(new StatusFields(services.rendering().photo(), this)),
      m_preferences(Preferences::read(settings)) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowIcon(QIcon(QStringLiteral(":/underpaint/icons/underpaint.svg")));
    setAcceptDrops(true);
    setDockNestingEnabled(true);
    setStatusBar(m_status);
    addFileActions();
    addEditActions();
    addInstanceActions();
    addViewActions();
    addRenderActions();
    addModelActions();
    addHelpActions();
    addLabelSlots();
    buildCentre(); // before the panels, so that the keys go there first
    addPanels(scenes);
    placePanels();
    m_firstSteps->nameKeys();
    buildBars();
    buildMenus();
    connectStatus();
    connect(&m_actions, &ActionBook::failed, this, [this](const QString& text) {
        showMessage(MessageBar::Kind::Failure, QStringLiteral("action"), text);
    });
    connect(m_files, &FileDesk::failed, this, [this](const QString& text) {
        showMessage(MessageBar::Kind::Failure, QStringLiteral("file"), text);
    });
    connect(m_files, &FileDesk::noticed, this, [this](const QString& text) {
        showMessage(MessageBar::Kind::Information, QStringLiteral("file"), text);
    });
    connect(&m_shortcuts, &ShortcutBook::changed, this, &MainWindow::followShortcuts);
    connect(&m_shortcuts, &ShortcutBook::noticed, this, [this](const QString& text) {
        showMessage(MessageBar::Kind::Information, QStringLiteral("shortcuts"), text);
    });
    m_services.rendering().setLive(m_preferences.live);
    restore();
}

MainWindow::~MainWindow() {
    // What refers to the document goes first.
    m_services.setDocument(nullptr);
    for (Panel* panel : m_panels) {
        panel->setEditor(nullptr);
    }
    m_canvas.reset();
    m_tools.reset();
}

void MainWindow::buildCentre() {
    m_centre = new QWidget(this);
    m_centreLayout = new QVBoxLayout(m_centre);
    m_centreLayout->setContentsMargins(0, 0, 0, 0);
    m_centreLayout->setSpacing(0);
    m_firstSteps = new FirstSteps(m_shortcuts, m_centre);
    m_messages = new MessageBar(m_centre);
    // At the top also while there is no canvas yet, as under the question after a crash.
    m_centreLayout->addWidget(m_firstSteps, 0, Qt::AlignTop);
    setCentralWidget(m_centre);
    m_drops = new DropZones(this);
    m_firstSteps->setVisible(m_settings.value(QLatin1String(hintKey), true).toBool());
    connect(m_firstSteps, &FirstSteps::closed, this,
            [this] { m_settings.setValue(QLatin1String(hintKey), false); });
    // Later: the program the file comes from waits until the drop is done, and dialogs may follow.
    connect(m_drops, &DropZones::dropped, this, &MainWindow::dropFile, Qt::QueuedConnection);
}

void MainWindow::addPanels(const std::filesystem::path& scenes) {
    m_panels = makePanels({m_services, m_actions, m_settings, scenes, this});
    for (Panel* panel : m_panels) {
        connect(panel, &Panel::failed, this, [this](const QString& topic, const QString& text) {
            showMessage(MessageBar::Kind::Failure, topic, text);
        });
        connect(panel, &Panel::peeked, this, [this](const QImage& picture) {
            if (m_canvas) {
                m_canvas->peek(picture);
            }
        });
    }
    connect(&m_services.models(), &ModelShelf::modelChanged, this, &MainWindow::followModel);
}

void MainWindow::placePanels() {
    std::map<Panel::Place, Panel*> fronts;
    for (Panel* panel : m_panels) {
        if (fronts.try_emplace(panel->place(), panel).second) {
            addDockWidget(panel->place() == Panel::Place::Below ? Qt::BottomDockWidgetArea
                                                                : Qt::RightDockWidgetArea,
                          panel);
        }
        // The tabs say it already; on a small screen every line counts.
        panel->setTitleBarWidget(new QWidget(panel));
    }
    for (Panel* panel : m_panels) {
        if (Panel* front = fronts.at(panel->place()); front != panel) {
            tabifyDockWidget(front, panel);
        }
    }
    constexpr int dockWidth = 304;
    QList<QDockWidget*> columns;
    for (const auto& [place, front] : fronts) {
        front->raise();
        if (place != Panel::Place::Below) {
            columns << front;
        }
    }
    // The column at the right keeps its height.
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setTabPosition(Qt::RightDockWidgetArea, QTabWidget::North);
    resizeDocks(columns, QList<int>(columns.size(), dockWidth), Qt::Horizontal);
    resizeDocks(columns, QList<int>(columns.size(), 1), Qt::Vertical);
    showWholeTabs();
}

void MainWindow::showWholeTabs() {
    // Qt makes the bars of tabs itself. A name that is cut off says nothing.
    for (QTabBar* tabs : findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly)) {
        tabs->setElideMode(Qt::ElideNone);
        tabs->setUsesScrollButtons(true);
    }
}

void MainWindow::followModel() {
    const CurrentModel* model = m_services.models().model();
    std::set<Panel::Place> left; // the panel that was in front there is of no use any more
    for (Panel* panel : m_panels) {
        const bool inFront = !panel->visibleRegion().isEmpty();
        panel->setModel(model);
        panel->setUseful(model == nullptr || panel->serves(model->capabilities));
        if (inFront && !panel->useful()) {
            left.insert(panel->place());
        }
    }
    // What the model is steered by comes first in the list.
    for (const Panel::Place place : left) {
        const auto next = std::ranges::find_if(m_panels, [&](const Panel* panel) {
            return panel->place() == place && panel->useful() && !panel->isHidden();
        });
        if (next != m_panels.end()) {
            (*next)->raise();
        }
    }
    showWholeTabs();
    refreshActions();
}

void MainWindow::restore() {
    // Before the geometry: of a window that is to be maximised Qt keeps a second copy of a layout
    // that does not fit, and lays it out when the widgets in it are gone, which crashes.
    const auto kept = [this](const char* key) {
        return unsealed(m_settings.value(QLatin1String(key)).toByteArray());
    };
    restoreState(kept(stateKey), layoutVersion);
    if (!restoreGeometry(kept(geometryKey))) {
        const QSize screen = QGuiApplication::primaryScreen()->availableSize();
        resize(screen.boundedTo(QSize(1600, 1000)));
        if (screen.width() <= 1440) {
            setWindowState(Qt::WindowMaximized);
        }
    }
}

void MainWindow::start(const QString& file) {
    m_files->openFirst(file, m_preferences.reopen);
    offerTraining();
    m_canvas->setFocus();
}

void MainWindow::showAndStart(StartGuard& guard, const QString& file) {
    if (!guard.setAside().isEmpty()) {
        showMessage(MessageBar::Kind::Warning, QStringLiteral("start"),
                    (guard.crashed()
                         ? tr("The last start crashed with the settings, so this one is without "
                              "them. They are kept as %1.")
                         : tr("The settings were nothing that this program has written, so this "
                              "start is without them. They are kept as %1."))
                        .arg(guard.setAside()));
    }
    show();
    // Once the window was painted with its document for a while, or asks something, the start
    // worked: what ends the program from then on is not what the settings did.
    constexpr int often = 100; // ms
    constexpr int looks = 5;
    auto* watch = new QTimer(this);
    connect(watch, &QTimer::timeout, this, [this, &guard, watch, left = looks]() mutable {
        left -= m_canvas && m_canvas->isVisible() ? 1 : 0;
        if (left <= 0 || QApplication::activeModalWidget() != nullptr) {
            guard.completed();
            watch->deleteLater();
        }
    });
    watch->start(often);
    // With the event loop running, so that questions have a window to stand before.
    QTimer::singleShot(0, this, [this, file] { start(file); });
}

void MainWindow::setDocument(std::unique_ptr<Document> document) {
    openDocument(std::move(document));
}

void MainWindow::openDocument(std::unique_ptr<Document> document) {
    const QString tool = m_tools ? m_tools->active().id() : QString();
    if (m_editor) {
        m_files->leave();
        m_tools->finishWriting(); // the next tools read what these have written
    }
    auto editor = std::make_unique<Editor>(std::move(document));
    editor->state().setShortcuts(&m_shortcuts);
    auto tools = std::make_unique<ToolController>(editor->state());
    auto canvas =
        std::make_unique<CanvasView>(editor->state(), m_services.rendering().photo(), m_centre);
    editor->document().setUndoCap(static_cast<std::size_t>(m_preferences.undoMegabytes) << 20U);
    tools->setPhoto(&m_services.rendering().photo());
    canvas->setTools(tools.get());
    canvas->setMode(m_mode);
    canvas->navigator().setWanted(m_actions.at("view.navigator")->isChecked());
    canvas->setFocusPolicy(Qt::StrongFocus);
    canvas->setAccessibleName(tr("Canvas"));
    m_centreLayout->addWidget(canvas.get(), 1);
    canvas->lower();

    // The services, the docks and the canvas let go of the old document before it goes.
    delete m_check;
    m_services.setDocument(nullptr);
    m_files->setEditor(editor.get());
    for (Panel* panel : m_panels) {
        panel->setEditor(editor.get());
    }
    std::swap(m_canvas, canvas);
    std::swap(m_tools, tools);
    std::swap(m_editor, editor);
    canvas.reset();
    tools.reset();
    editor.reset();

    addToolActions();
    if (Tool* before = m_tools->find(tool)) {
        m_tools->activate(*before);
    }
    connectEditor();
    m_services.setDocument(&m_editor->document());
    m_canvas->setFocus();
    m_canvas->fit();
    refreshActions();
    showSaved();
    showView();
}

void MainWindow::connectEditor() {
    Document& document = m_editor->document();
    EditorState& state = m_editor->state();
    const auto refresh = [this] { refreshActions(); };
    connect(&document.undoStack(), &QUndoStack::indexChanged, this, refresh);
    connect(&document, &Document::fileStateChanged, this, &MainWindow::showSaved);
    connect(&document, &Document::stylesChanged, this, refresh);
    connect(&document, &Document::modelChanged, this, refresh);
    connect(&state, &EditorState::selectedInstancesChanged, this, refresh);
    connect(&state, &EditorState::pixelSelectionChanged, this, refresh);
    connect(&state, &EditorState::currentLabelChanged, this, refresh);
    connect(&state, &EditorState::locksChanged, this, refresh);
    connect(&state, &EditorState::newInstanceNextChanged, m_actions.at("instance.new"),
            &QAction::setChecked);
    connect(m_canvas.get(), &CanvasView::cursorMoved, this, &MainWindow::showCursor);
    connect(m_canvas.get(), &CanvasView::viewChanged, this, &MainWindow::showView);
    connect(m_tools.get(), &ToolController::activeChanged, this, &MainWindow::showView);
    connect(m_tools.get(), &ToolController::overlayChanged, this, &MainWindow::showView);
    const auto hint = [this] { showHint(); };
    connect(m_tools.get(), &ToolController::hintChanged, this, hint);
    connect(&state, &EditorState::newInstanceNextChanged, this, hint);
    connect(&state, &EditorState::currentLabelChanged, this, hint);
    connect(&state, &EditorState::selectedInstancesChanged, this, hint);
    // What a tool said is over when it no longer is so.
    const auto over = [this] { m_status->clearMessage(); };
    connect(&state, &EditorState::pixelSelectionChanged, this, over);
    connect(&state, &EditorState::locksChanged, this, over);
    connect(&document.undoStack(), &QUndoStack::indexChanged, this, over);
    connect(m_tools.get(), &ToolController::activeChanged, this, over);
    connect(m_tools.get(), &ToolController::held, &m_services.rendering(),
            &PhotoRendering::setHeld);
    connect(m_tools.get(), &ToolController::noticed, this, [this](const QString& text) {
        constexpr int shown = 5000; // ms; in the status bar, as nothing may move while painting
        m_status->showMessage(text, shown);
    });
    showHint();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!m_files->mayLeave()) {
        event->ignore();
        return;
    }
    m_files->leave();
    for (Panel* panel : m_panels) {
        panel->setUseful(true); // which model is loaded is no part of the layout
    }
    m_settings.setValue(QLatin1String(geometryKey), sealed(saveGeometry()));
    m_settings.setValue(QLatin1String(stateKey), sealed(saveState(layoutVersion)));
    event->accept();
}

void MainWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        // Icons are drawn in the text's colour when they are next painted.
        for (QAction* action : m_actions.all()) {
            action->setIcon(action->icon());
        }
    }
    QMainWindow::changeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const QList<QUrl> urls = event->mimeData()->urls();
    const QString file = m_files->fileIn(*event->mimeData());
    std::vector<DropUse> uses = possibleUses(file);
    if (uses.empty()) {
        // What is not accepted is never dropped, so that it is said now.
        if (!urls.isEmpty()) {
            const QString name = urls.front().fileName();
            showMessage(
                MessageBar::Kind::Warning, QStringLiteral("drop"),
                file.isEmpty()
                    ? tr("“%1” is not on this computer: save it first.").arg(name)
                    : tr("“%1” cannot be dropped here. Projects, models, label maps, photos "
                         "and labelme JSON can.")
                          .arg(name));
        }
        return;
    }
    m_messages->withdraw(QStringLiteral("drop"));
    event->acceptProposedAction();
    if (urls.size() > 1) {
        showMessage(
            MessageBar::Kind::Information, QStringLiteral("drop"),
            tr("Of %n files the first one is taken.", nullptr, static_cast<int>(urls.size())));
    }
    const CurrentModel* model = m_services.models().model();
    if (model == nullptr || !model->capabilities.encoder) {
        std::erase(uses, DropUse::StylesFromPhoto);
    }
    const bool segments = m_services.photos().whyNotSegment().isEmpty();
    if (model == nullptr || !model->capabilities.exemplars || !segments) {
        std::erase(uses, DropUse::Exemplar);
    }
    if (!segments) {
        std::erase(uses, DropUse::NewFromPhoto);
    }
    m_drops->setGeometry(QRect(m_centre->mapTo(this, QPoint(0, 0)), m_centre->size()));
    m_drops->offer(file, std::move(uses));
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) {
    m_drops->hideUnlessEntered();
}

void MainWindow::dropEvent(QDropEvent* event) {
    event->ignore(); // beside the zones
    m_drops->hide();
}

void MainWindow::dropFile(const QString& file, DropUse use) {
    try {
        switch (use) {
        case DropUse::NewFromPhoto:
            m_files->newFromPhoto(file);
            break;
        case DropUse::Project:
            m_files->open(file);
            break;
        case DropUse::LabelMap:
            m_files->importLabels(file);
            break;
        case DropUse::InstanceMap:
            m_files->importInstances(file);
            break;
        case DropUse::ReferencePhoto:
            m_files->setReferencePhoto(file);
            break;
        case DropUse::StylesFromPhoto:
            m_files->takeStylesFrom(file);
            break;
        case DropUse::Exemplar:
            m_services.photos().segmentExemplar(file.toStdString());
            break;
        case DropUse::Model:
            m_files->useModel(file);
            break;
        }
    } catch (const Error& failure) {
        showMessage(MessageBar::Kind::Failure, QStringLiteral("file"),
                    QString::fromStdString(failure.message()));
    }
}

void MainWindow::showFirstSteps(bool show) {
    m_firstSteps->setVisible(show);
    m_settings.setValue(QLatin1String(hintKey), show);
}

void MainWindow::applyPreferences(const Preferences& preferences) {
    if (preferences.look != m_preferences.look) {
        applyLook(preferences.look);
    }
    if (preferences.language != m_preferences.language) {
        showMessage(MessageBar::Kind::Information, QStringLiteral("language"),
                    tr("The language changes when Underpaint is started the next time."));
    }
    m_preferences = preferences;
    m_preferences.write(m_settings);
    m_services.rendering().setLive(preferences.live);
    m_editor->document().setUndoCap(static_cast<std::size_t>(preferences.undoMegabytes) << 20U);
}

} // namespace underpaint::ui
