// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shortcuts/shortcut_presets.h"

#include "ui/shortcuts/key_stroke.h"

#include <QCoreApplication>

#include <initializer_list>

namespace underpaint::ui {

namespace {

struct Presets {
    Q_DECLARE_TR_FUNCTIONS(underpaint::ui::ShortcutPresets)
};

struct Difference {
    const char* id;
    std::initializer_list<const char*> keys;
};

KeyMap keyMap(std::initializer_list<Difference> differences) {
    KeyMap map;
    for (const Difference& difference : differences) {
        QList<QKeySequence>& keys = map[QString::fromLatin1(difference.id)];
        for (const char* text : difference.keys) {
            keys << strokeFromText(QString::fromLatin1(text));
        }
    }
    return map;
}

/// E changes between eraser and brush, P picks, T moves, Ctrl+R selects rectangles, I and O are
/// the opacity. What Krita has no tool for takes keys that it leaves free.
KeyMap likeKrita() {
    return keyMap({
        {"brush.orEraser", {"E"}},
        {"tool.eraser", {"Shift+E"}},
        {"tool.fill", {"F"}},
        {"tool.eyedropper", {"P"}},
        {"tool.polygon", {"J"}},
        {"tool.select", {"Ctrl+R"}},
        {"tool.move", {"T", "Ctrl+T"}},
        {"tool.stamp", {"A"}},
        {"select.none", {"Ctrl+Shift+A"}},
        {"view.lessOpaque", {"I"}},
        {"view.moreOpaque", {"O"}},
        {"view.zoomIn", {"+", "Ctrl++"}},
        {"view.zoomOut", {"-", "Ctrl+-"}},
        {"view.fullScreen", {"Ctrl+Shift+F", "F11"}},
        {"instance.previous", {"PgDown", "Alt+["}},
        {"instance.next", {"PgUp", "Alt+]"}},
        {"timeline.previous", {"Ctrl+PgUp"}},
        {"timeline.next", {"Ctrl+PgDown"}},
    });
}

/// G fills, S stamps as the clone stamp does, K cuts, F is the full screen, / locks.
KeyMap likePhotoshop() {
    return keyMap({
        {"tool.fill", {"G"}},
        {"tool.stamp", {"S"}},
        {"tool.split", {"K"}},
        {"label.lock", {"/"}},
        {"view.fullScreen", {"F", "F11"}},
        {"file.export", {"Ctrl+Alt+Shift+W"}},
        {"edit.preferences", {"Ctrl+K"}},
        {"select.invert", {"Ctrl+Shift+I", "Shift+F7"}},
        {"help.shortcuts", {"Ctrl+Alt+Shift+K", "Shift+?"}},
    });
}

} // namespace

std::vector<ShortcutPreset> shortcutPresets() {
    return {{QStringLiteral("underpaint"), QStringLiteral("Underpaint"), {}},
            {QStringLiteral("krita"), Presets::tr("Like Krita"), likeKrita()},
            {QStringLiteral("photoshop"), Presets::tr("Like Photoshop"), likePhotoshop()}};
}

} // namespace underpaint::ui
