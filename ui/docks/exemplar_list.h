// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

#include <QIcon>
#include <QListWidget>
#include <QString>

#include <map>
#include <memory>
#include <string>

namespace underpaint::ui {

class Editor;

/// The exemplars of a scene, by their ids: a small picture and what each is for.
class ExemplarList : public QListWidget {
    Q_OBJECT

public:
    explicit ExemplarList(QWidget* parent = nullptr);

    /// Shows those of the scene; nullptr: none. The current one stays where it is still there.
    void follow(const Editor* editor);
    /// Empty: there is none.
    std::string current() const;
    void setCurrent(const std::string& id);

Q_SIGNALS:
    void chosenChanged();
    /// A file was dropped on it.
    void dropped(const QString& file);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QIcon pictureOf(const std::shared_ptr<const Image>& photo);

    std::map<std::shared_ptr<const Image>, QIcon> m_pictures;
    bool m_showing = false;
};

} // namespace underpaint::ui
