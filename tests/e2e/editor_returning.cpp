// SPDX-License-Identifier: GPL-3.0-or-later
// The second life of the editor: finds what the first left, saves and exports it.
#include "engine/project/file/project_file.h"
#include "tests/e2e/editor_desk.h"
#include "ui/dialogs/export_dialog.h"

#include <QApplication>
#include <QDialogButtonBox>
#include <QDir>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QUndoStack>

#include <algorithm>

namespace underpaint::test {

class ReturningEditor : public QObject {
    Q_OBJECT

public:
    ReturningEditor();

private Q_SLOTS:
    void offersWhatWasLost();
    void hasEveryEditUpToTheStroke();
    void savesAndExports();

private:
    QString m_offer;
    std::unique_ptr<EditorDesk> m_desk;
};

ReturningEditor::ReturningEditor() {
    const auto restore = [this](QMessageBox& box) {
        m_offer = box.text() + '\n' + box.informativeText();
        const auto buttons = box.buttons();
        const auto found = std::find_if(buttons.begin(), buttons.end(), [&](QAbstractButton* one) {
            return box.buttonRole(one) == QMessageBox::AcceptRole;
        });
        QVERIFY(found != buttons.end());
        QTest::mouseClick(*found, Qt::LeftButton);
    };
    m_desk = std::make_unique<EditorDesk>([&] { answerNext<QMessageBox>(*this, restore); });
}

void ReturningEditor::offersWhatWasLost() {
    QVERIFY2(m_offer.contains(savedName), qPrintable(m_offer));
    QCOMPARE(m_desk->document().displayName(), QString(savedName));
    QVERIFY(m_desk->document().modified());
}

void ReturningEditor::hasEveryEditUpToTheStroke() {
    const scene::SceneState expected = project::readProject(expectedName).project.state;
    const scene::SceneState recovered = m_desk->scene();
    // The half stroke is there too, as a step of its own.
    QVERIFY(!(recovered == expected));
    m_desk->key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(m_desk->scene() == expected);
    m_desk->key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_desk->scene() == recovered);
}

void ReturningEditor::savesAndExports() {
    m_desk->key(Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->document().modified(), editorPatience);
    m_desk->waitForExact(); // the model is there, so the photo can be asked for
    m_desk->takeKeys();
    answerNext<ui::ExportDialog>(*this, [](ui::ExportDialog& dialog) {
        for (QLineEdit* field : dialog.findChildren<QLineEdit*>()) {
            if (field->text() == QFileInfo(savedName).completeBaseName()) {
                field->setText(QFileInfo(exportedName).completeBaseName());
            } else if (QFileInfo(field->text()).isDir()) {
                field->setText(QDir::currentPath());
            }
        }
        auto* buttons = dialog.findChild<QDialogButtonBox*>();
        QTest::mouseClick(buttons->button(QDialogButtonBox::Ok), Qt::LeftButton);
    });
    QSignalSpy exported(&m_desk->session().photos(), &ui::PhotoFiles::photoExported);
    m_desk->key(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(exported.count() > 0 || exported.wait(editorPatience));
    QCOMPARE(exported.front().at(1).toString(), QString());
    QVERIFY(QFileInfo(exportedName).size() > 0);
}

int runReturningEditor(const QStringList& arguments) {
    ReturningEditor test;
    return QTest::qExec(&test, arguments);
}

} // namespace underpaint::test

#include "editor_returning.moc"
