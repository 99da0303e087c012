// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

namespace underpaint::ui {

/// What a dropped file may become.
enum class DropUse {
    NewFromPhoto,
    Project,
    LabelMap,
    InstanceMap,
    ReferencePhoto,
    StylesFromPhoto,
    Exemplar,
    Model
};

/// The uses that the file's name allows.
std::vector<DropUse> possibleUses(const QString& file);

/// Named zones over the canvas while a file is dragged over the window: what is dropped where
/// becomes what the zone says.
class DropZones : public QWidget {
    Q_OBJECT

public:
    explicit DropZones(QWidget* parent);

    /// Shows a zone for each use.
    void offer(const QString& file, std::vector<DropUse> uses);
    /// For when what is dragged has left the window around the zones: hides them unless it is over
    /// them by now.
    void hideUnlessEntered();

Q_SIGNALS:
    void dropped(const QString& file, underpaint::ui::DropUse use);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QRect zoneRect(std::size_t index) const;
    int zoneAt(QPoint position) const;

    QString m_file;
    std::vector<DropUse> m_uses;
    int m_hovered = -1;
    bool m_entered = false; ///< what is dragged is over the zones
};

} // namespace underpaint::ui
