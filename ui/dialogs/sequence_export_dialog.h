// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QString>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace underpaint::ui {

/// As what a sequence is exported, and where. A folder that is there may be chosen again: what is
/// finished in it is gone on with.
class SequenceExportDialog : public QDialog {
    Q_OBJECT

public:
    /// `output`: what is proposed, a folder or a video by its ending; of the last time, or new.
    SequenceExportDialog(const QString& output, int framesPerSecond, QWidget* parent = nullptr);

    QString output() const;
    int framesPerSecond() const;

private:
    void build();
    /// The ending is that of the format.
    void followFormat();
    void followOutput();
    void browse();
    QString ending() const;

    QComboBox* m_format;
    QLineEdit* m_output;
    QSpinBox* m_rate;
    QLabel* m_there;
    QPushButton* m_export = nullptr;
};

} // namespace underpaint::ui
