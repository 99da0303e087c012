// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/tool_controller.h"

#include "engine/base/error.h"
#include "ui/document/editor_state.h"
#include "ui/shortcuts/key_stroke.h"
#include "ui/shortcuts/shortcut_book.h"
#include "ui/tools/object_library.h"
#include "ui/tools/tool.h"
#include "ui/tools/tool_set.h"

#include <QElapsedTimer>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QSettings>
#include <QStackedWidget>
#include <QThreadPool>
#include <QTimer>

#include <algorithm>
#include <map>
#include <utility>

namespace underpaint::ui {

namespace {

/// A key that is down for less and was not painted with was tapped, in milliseconds.
constexpr int tapTime = 350;
/// Some systems repeat a key that is held by releasing and pressing it. No keyboard repeats sooner
/// than this after the first press, and the press follows the release sooner than that, in
/// milliseconds.
/// @{
constexpr int soonestRepeat = 150;
constexpr int repeatGap = 40;
/// @}

QString settingsGroup(const Tool& tool) {
    return QStringLiteral("tools/") + tool.id();
}

/// A command that changes the size of the active tool.
struct SizeStep {
    QString command;
    int direction;
    bool large;
    QList<QKeySequence> keys;
};

std::vector<SizeStep> sizeSteps() {
    return {{QStringLiteral("brush.smaller"), -1, false, {Qt::Key_BracketLeft}},
            {QStringLiteral("brush.larger"), 1, false, {Qt::Key_BracketRight}},
            {QStringLiteral("brush.muchSmaller"), -1, true, {Qt::SHIFT | Qt::Key_BracketLeft}},
            {QStringLiteral("brush.muchLarger"), 1, true, {Qt::SHIFT | Qt::Key_BracketRight}}};
}

/// A page per tool, made when the tool is first used.
class OptionsBar : public QWidget {
public:
    OptionsBar(ToolController& tools, QWidget* parent)
        : QWidget(parent),
          m_tools(tools),
          m_name(new QLabel(this)),
          m_pages(new QStackedWidget(this)) {
        auto* layout = new QHBoxLayout(this);
        layout->setContentsMargins(6, 2, 6, 2);
        layout->addWidget(m_name);
        layout->addWidget(m_pages, 1);
        QFont bold = m_name->font();
        bold.setBold(true);
        m_name->setFont(bold);
        m_pages->addWidget(new QWidget);
        connect(&tools, &ToolController::activeChanged, this, [this] { showActive(); });
        showActive();
    }

private:
    void showActive() {
        Tool& tool = m_tools.active();
        m_name->setText(tool.name());
        const auto [page, made] = m_byTool.try_emplace(&tool, 0);
        if (made) {
            if (QWidget* options = tool.makeOptions(m_pages)) {
                page->second = m_pages->addWidget(options);
            }
        }
        m_pages->setCurrentIndex(page->second);
    }

    ToolController& m_tools;
    QLabel* m_name;
    QStackedWidget* m_pages;
    std::map<const Tool*, int> m_byTool;
};

} // namespace

struct ToolController::Private {
    explicit Private(EditorState& editorState) : state(editorState) {}

    /// Writes the settings of the tool, if they are others than before.
    void remember(const Tool& tool);

    EditorState& state;
    std::unique_ptr<ObjectLibrary> objects;
    const PhotoState* photo = nullptr;
    std::vector<Tool*> tools;
    Tool* active = nullptr;
    std::map<const Tool*, QList<QKeySequence>> keys;
    std::vector<SizeStep> sizes = sizeSteps();

    /// The tool before the held one; null when none is held.
    Tool* before = nullptr;
    int heldKey = 0;
    QElapsedTimer heldFor;
    /// Runs since the key was released, until it is sure that it was no repetition.
    QTimer released;
    qint64 heldTime = 0; ///< when it was released, in milliseconds
    /// The held tool was used.
    bool used = false;
    /// The button or the pen is down.
    bool down = false;
    /// The held key went up in the middle of a gesture: the tool is given back after it.
    bool releaseLater = false;

    /// What the settings hold of each tool, or will when the writer is through.
    std::map<const Tool*, QVariantMap> remembered;
    /// One thread: the newest values are written last. Ends with its work.
    QThreadPool writer;
};

ToolController::ToolController(EditorState& state, QObject* parent)
    : QObject(parent), d(std::make_unique<Private>(state)) {
    d->objects = std::make_unique<ObjectLibrary>(ObjectLibrary::userFolder());
    d->tools = makeTools(*this, d->photo);
    d->active = d->tools.front();
    d->writer.setMaxThreadCount(1);
    d->released.setSingleShot(true);
    d->released.setInterval(repeatGap);
    connect(&d->released, &QTimer::timeout, this, &ToolController::endHold);
    for (Tool* tool : d->tools) {
        d->keys[tool] = QList<QKeySequence>{tool->shortcut()} + tool->otherShortcuts();
        QSettings settings;
        settings.beginGroup(settingsGroup(*tool));
        tool->readSettings(settings);
        tool->writeSettings(d->remembered[tool]);
        connect(tool, &Tool::noticed, this, &ToolController::noticed);
        connect(tool, &Tool::overlayChanged, this, [this, tool] {
            if (tool == d->active) {
                Q_EMIT overlayChanged();
            }
        });
        connect(tool, &Tool::settingsChanged, this, [this, tool] {
            d->remember(*tool);
            if (tool == d->active) {
                Q_EMIT overlayChanged();
                Q_EMIT hintChanged(tool->hint());
            }
        });
    }
}

void ToolController::Private::remember(const Tool& tool) {
    QVariantMap values;
    tool.writeSettings(values);
    if (std::exchange(remembered[&tool], values) == values) {
        return;
    }
    // The file is safe once the disk has it, which painting does not wait for.
    writer.start([group = settingsGroup(tool), values] {
        QSettings settings;
        settings.beginGroup(group);
        for (const auto& [key, value] : values.toStdMap()) {
            settings.setValue(key, value);
        }
    });
}

ToolController::~ToolController() = default;

void ToolController::finishWriting() {
    d->writer.waitForDone();
}

EditorState& ToolController::state() const {
    return d->state;
}

const std::vector<Tool*>& ToolController::tools() const {
    return d->tools;
}

Tool& ToolController::active() const {
    return *d->active;
}

Tool* ToolController::find(const QString& id) const {
    const auto tool = std::find_if(d->tools.begin(), d->tools.end(),
                                   [&](const Tool* candidate) { return candidate->id() == id; });
    return tool == d->tools.end() ? nullptr : *tool;
}

void ToolController::activate(Tool& tool) {
    d->released.stop();
    if (Tool* before = std::exchange(d->before, nullptr)) {
        // The tool that was waiting for the held one to end is left for good.
        before->deactivated();
    }
    d->heldKey = 0;
    if (&tool != d->active) {
        d->active->deactivated();
        show(tool);
    }
}

void ToolController::hold(Tool& tool) {
    // The tool before is only interrupted: its polygon goes on afterwards.
    if (d->before == nullptr && &tool != d->active) {
        d->before = d->active;
        d->used = false;
        show(tool);
    }
}

void ToolController::release() {
    d->released.stop();
    d->heldKey = 0;
    if (Tool* before = std::exchange(d->before, nullptr)) {
        d->active->deactivated();
        show(*before);
    }
}

void ToolController::endHold() {
    d->released.stop();
    const int key = std::exchange(d->heldKey, 0);
    if (d->before == nullptr) {
        return;
    }
    if (d->down) {
        d->releaseLater = true;
        return;
    }
    const bool onlyHeld = key == Qt::Key_Space || key == Qt::Key_Alt;
    if (onlyHeld || d->used || d->heldTime > tapTime) {
        release();
    } else {
        keepHeld();
    }
}

void ToolController::settle() {
    if (d->released.isActive()) {
        endHold();
    }
}

void ToolController::keepHeld() {
    d->released.stop();
    d->heldKey = 0;
    if (Tool* before = std::exchange(d->before, nullptr)) {
        before->deactivated();
    }
}

void ToolController::show(Tool& tool) {
    d->active = &tool;
    tool.activated();
    Q_EMIT activeChanged();
    Q_EMIT hintChanged(tool.hint());
    Q_EMIT overlayChanged();
}

bool ToolController::holding() const {
    return d->before != nullptr;
}

QList<QKeySequence> ToolController::keys(const Tool& tool) const {
    const auto found = d->keys.find(&tool);
    return found == d->keys.end() ? QList<QKeySequence>{} : found->second;
}

QString ToolController::commandOf(const Tool& tool) {
    return QStringLiteral("tool.") + tool.id();
}

void ToolController::follow(const ShortcutBook& book) {
    const auto take = [this, &book] {
        for (const Tool* tool : d->tools) {
            d->keys[tool] = book.keys(commandOf(*tool));
        }
        for (SizeStep& step : d->sizes) {
            step.keys = book.keys(step.command);
        }
        Q_EMIT hintChanged(d->active->hint());
    };
    connect(&book, &ShortcutBook::changed, this, take);
    take();
}

QWidget* ToolController::makeOptionsBar(QWidget* parent) {
    auto* bar = new OptionsBar(*this, parent);
    bar->setAccessibleName(tr("Tool options"));
    return bar;
}

void ToolController::press(const PointerEvent& event) {
    settle();
    d->used = true;
    d->down = true;
    Q_EMIT held(true);
    guarded([&] { d->active->press(event); });
}

void ToolController::move(const PointerEvent& event) {
    guarded([&] { d->active->move(event); });
}

void ToolController::lift(const PointerEvent& event) {
    d->down = false;
    guarded([&] { d->active->release(event); });
    Q_EMIT held(false);
    if (std::exchange(d->releaseLater, false)) {
        release();
    }
}

void ToolController::hover(const PointerEvent& event) {
    guarded([&] { d->active->hover(event); });
}

void ToolController::leave() {
    d->active->leave();
}

bool ToolController::finish() {
    return guarded([&] { return d->active->finish(); });
}

bool ToolController::cancel() {
    return guarded([&] { return d->active->cancel(); });
}

bool ToolController::dropLast() {
    return guarded([&] { return d->active->dropLast(); });
}

bool ToolController::nudge(QPoint pixels) {
    return guarded([&] { return d->active->nudge(pixels); });
}

template<class Action>
bool ToolController::guarded(Action&& action) {
    try {
        if constexpr (std::is_void_v<decltype(action())>) {
            action();
            return true;
        } else {
            return action();
        }
    } catch (const Error& error) {
        d->active->cancel();
        Q_EMIT noticed(QString::fromStdString(error.message()));
        return false;
    }
}

void ToolController::stepDiameter(int direction, bool large) {
    const int now = d->active->diameter();
    if (now <= 0) {
        return;
    }
    // A tenth of the size, so that large brushes do not need a hundred key strokes.
    const int step = large ? 10 : std::max(1, now / 10);
    d->active->setDiameter(now + direction * step);
}

void ToolController::setPhoto(const PhotoState* photo) {
    d->photo = photo;
}

ObjectLibrary& ToolController::objects() const {
    return *d->objects;
}

bool ToolController::wantsKey(const QKeyEvent& event) const {
    switch (event.key()) {
    case Qt::Key_Escape:
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Backspace:
    case Qt::Key_Space:
        return (event.modifiers() & ~Qt::ShiftModifier) == Qt::NoModifier;
    case Qt::Key_Alt:
        return event.modifiers() == Qt::AltModifier || event.modifiers() == Qt::NoModifier;
    default:
        return toolOf(event) != nullptr || std::ranges::any_of(d->sizes, [&](const SizeStep& step) {
                   return isOneOf(event, step.keys);
               });
    }
}

Tool* ToolController::toolOf(const QKeyEvent& event) const {
    const auto tool = std::ranges::find_if(
        d->tools, [&](const Tool* one) { return isOneOf(event, d->keys[one]); });
    return tool == d->tools.end() ? nullptr : *tool;
}

bool ToolController::keyPressed(const QKeyEvent& event) {
    if (!wantsKey(event)) {
        return false;
    }
    if (d->heldKey == event.key() && d->heldKey != 0) {
        d->released.stop(); // it was held all the time
        return true;
    }
    settle();
    switch (event.key()) {
    case Qt::Key_Escape:
        return cancel();
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return finish();
    case Qt::Key_Backspace:
        return dropLast();
    default:
        return sizeKeyPressed(event) || holdKeyPressed(event);
    }
}

bool ToolController::sizeKeyPressed(const QKeyEvent& event) {
    const auto step = std::ranges::find_if(
        d->sizes, [&](const SizeStep& one) { return isOneOf(event, one.keys); });
    if (step == d->sizes.end()) {
        return false;
    }
    stepDiameter(step->direction, step->large);
    return true;
}

bool ToolController::holdKeyPressed(const QKeyEvent& event) {
    if (event.isAutoRepeat()) {
        return false;
    }
    const bool space = event.key() == Qt::Key_Space;
    const bool alt = event.key() == Qt::Key_Alt;
    Tool* tool = space ? find(QStringLiteral("hand"))
                       : (alt ? find(QStringLiteral("eyedropper")) : toolOf(event));
    // In the middle of a stroke keys do not change the tool.
    if (tool == nullptr || d->down) {
        return false;
    }
    if (!space && !alt) {
        // A second tool's key while the first is down: the first was meant.
        keepHeld();
    }
    if (event.modifiers() != Qt::NoModifier && !alt) {
        activate(*tool);
        return true;
    }
    hold(*tool);
    d->heldKey = event.key();
    d->heldFor.start();
    return true;
}

bool ToolController::keyReleased(const QKeyEvent& event) {
    if (event.isAutoRepeat() || d->heldKey != event.key()) {
        return false;
    }
    d->heldTime = d->heldFor.elapsed();
    if (d->heldTime < soonestRepeat) {
        endHold();
    } else {
        d->released.start();
    }
    return true;
}

} // namespace underpaint::ui
