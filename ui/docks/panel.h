// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/capabilities.h"

#include <QDockWidget>
#include <QImage>
#include <QStringList>

#include <filesystem>
#include <optional>
#include <vector>

class QSettings;

namespace underpaint::ui {

class ActionBook;
class Editor;
class Services;
struct CurrentModel;

/// A dock of the window, which knows nothing else of it: what it is for, what it needs, and what
/// can be done with it. panel_list.cpp names those that there are.
class Panel : public QDockWidget {
    Q_OBJECT

public:
    /// What panels are made with. All outlive them, and a panel adds its own actions to the book.
    struct Site {
        Services& services;
        ActionBook& actions;
        QSettings& settings;
        std::filesystem::path scenes; ///< the folder of what ships with the program
        QWidget* parent = nullptr;
    };
    /// Where it is found at first, together with others: in the column at the right, or below the
    /// canvas in all its width.
    enum class Place { Top, Bottom, Below };
    /// Its entry in the bar of menus: names of actions, an empty one is a line.
    struct Menu {
        QString title;
        QStringList actions;
    };

    Panel(const QString& title, QWidget* parent) : QDockWidget(title, parent) {}

    virtual Place place() const = 0;
    /// The page of the manual (ui/help) that tells of it.
    virtual QString helpPage() const = 0;
    virtual std::optional<Menu> menu() const { return std::nullopt; }
    /// It is not part of the window before somebody asks for it, or it has something to show.
    virtual bool comesWhenAsked() const { return false; }
    /// Shows this document from now on; nullptr: none. It must outlive its being set.
    virtual void setEditor(Editor* editor) = 0;
    /// Another model was loaded, or one is being loaded. Nullptr before the first.
    virtual void setModel(const CurrentModel* /*model*/) {}
    /// Whether it is of use with a model that can do this.
    virtual bool serves(const scene::Capabilities& /*can*/) const { return true; }
    /// Which of its own actions are possible now; to be called when document, selection or model
    /// have changed.
    virtual void refreshActions() {}

    /// One that is of no use is not there, until it is again: then it is as the user left it.
    /// @{
    void setUseful(bool useful);
    bool useful() const { return m_useful; }
    /// Shown as soon as it is of use.
    void showWhenUseful();
    /// @}

Q_SIGNALS:
    /// Something that was asked for did not work; the topic names it for the message bar.
    void failed(const QString& topic, const QString& message);
    /// The canvas shall show this in the place of the photo; a null one: the photo again.
    void peeked(const QImage& picture);

protected:
    /// The content of a panel that may be longer than there is room for.
    void setScrolled(QWidget* content);

private:
    bool m_useful = true;
    bool m_shownBefore = false; ///< before it was of no use
};

/// All panels, in the order in which the keys go through them. Owned by the site's parent.
std::vector<Panel*> makePanels(const Panel::Site& site);

} // namespace underpaint::ui
