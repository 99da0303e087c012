// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/scene_findings.h"

#include <QDialog>
#include <QRectF>
#include <QTimer>

#include <vector>

class QLabel;
class QListWidget;
class QPushButton;

namespace underpaint::ui {

class Editor;
class PhotoState;

/// What of the scene is seldom meant as it is: a click goes there. It stays beside the work and
/// follows it.
class CheckDialog : public QDialog {
    Q_OBJECT

public:
    /// Both must outlive this; `photo` knows which classes the model does not.
    CheckDialog(Editor& editor, const PhotoState& photo, QWidget* parent = nullptr);

    const std::vector<imaging::SceneFinding>& findings() const { return m_findings; }
    QListWidget& list() { return *m_list; }
    QPushButton& removeSpeckles() { return *m_remove; }

Q_SIGNALS:
    /// Somebody wants to see that part of the map.
    void placeWanted(const QRectF& map);
    /// The findings are those of the scene again.
    void checked();

private:
    void check();
    void take(std::vector<imaging::SceneFinding> findings);
    QString textOf(const imaging::SceneFinding& finding) const;
    void goTo(int row);
    void takeSpecklesOut();

    Editor& m_editor;
    const PhotoState& m_photo;
    std::vector<imaging::SceneFinding> m_findings;
    quint64 m_asked = 0; ///< the newest check; what older ones say is not heard
    QTimer m_calm;
    QLabel* m_summary;
    QListWidget* m_list;
    QPushButton* m_remove;
};

} // namespace underpaint::ui
