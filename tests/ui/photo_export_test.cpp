// SPDX-License-Identifier: GPL-3.0-or-later
// The photo as a file for other programs: depth and layers, through the real dialog.
#include "tests/support/answer_dialog.h"
#include "tests/ui/model_tests.h"
#include "tests/ui/window_fixture.h"
#include "ui/dialogs/export_dialog.h"

#include <QAction>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFile>
#include <QImage>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

namespace photo_export_test {

using namespace underpaint;

class PhotoExportTest : public underpaint::test::WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        WindowFixture::init();
        waitForExact();
    }
    void cleanup() { WindowFixture::cleanup(); }
    void sixteenBitsHoldWhatTheModelPaints();
    void onlyFormatsThatHoldThemOfferThem();
    void aTiffFileCanHaveLayers();

private:
    /// Exports the photo alone, in the format that is called so, as `name` in the home.
    void exportAs(const QString& format, const QString& name, bool deep) {
        QSignalSpy written(&m_session->photos(), &ui::PhotoFiles::photoExported);
        test::answerNext<ui::ExportDialog>(*this, [&](ui::ExportDialog& asked) {
            choose(asked, format);
            auto* depth = asked.findChild<QComboBox*>("exportDepth");
            depth->setCurrentIndex(depth->findData(deep));
            const auto fields = asked.findChildren<QLineEdit*>();
            for (QLineEdit* field : fields) {
                if (field->accessibleName() == "Folder") {
                    field->setText(m_home->path());
                } else if (field->isVisible() && field->parent() == &asked) {
                    field->setText(name);
                }
            }
            QTest::mouseClick(asked.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok),
                              Qt::LeftButton);
        });
        action("file.export").trigger();
        QTRY_COMPARE_WITH_TIMEOUT(written.size(), 1, test::windowPatience);
        QVERIFY2(written[0][1].toString().isEmpty(), qPrintable(written[0][1].toString()));
    }
    static void choose(const ui::ExportDialog& dialog, const QString& format) {
        for (auto* box : dialog.findChildren<QComboBox*>()) {
            const int row = box->findText(format, Qt::MatchStartsWith);
            if (row >= 0) {
                box->setCurrentIndex(row);
            }
        }
    }
};

void PhotoExportTest::sixteenBitsHoldWhatTheModelPaints() {
    exportAs("PNG", "shallow", false);
    exportAs("PNG", "deep", true);
    const QImage shallow(m_home->filePath("shallow.png"));
    const QImage deep(m_home->filePath("deep.png"));
    QCOMPARE(deep.size(), shallow.size());
    QCOMPARE(shallow.format(), QImage::Format_RGB32);
    QVERIFY(deep.format() == QImage::Format_RGBX64 || deep.format() == QImage::Format_RGBA64);
    bool between = false;
    for (int x = 0; x < deep.width(); x += 7) {
        const QRgba64 colour = reinterpret_cast<const QRgba64*>(deep.constScanLine(20))[x];
        QCOMPARE(colour.green() / 257, qGreen(shallow.pixel(x, 20)));
        between = between || colour.green() % 257 != 0;
    }
    QVERIFY(between); // no 8 bits that were stretched
}

void PhotoExportTest::onlyFormatsThatHoldThemOfferThem() {
    ui::ExportDialog dialog(scene(), m_home->path(), "x", m_window.get());
    dialog.followModel(m_session->models().model(), false);
    dialog.show();
    auto* depth = dialog.findChild<QComboBox*>("exportDepth");
    depth->setCurrentIndex(depth->findData(true));
    for (const char* format : {"PNG", "TIFF (lossless)", "JPEG", "OpenRaster", "TIFF with"}) {
        choose(dialog, format);
        const bool holds =
            std::string_view(format) == "PNG" || std::string_view(format) == "TIFF (lossless)";
        QCOMPARE(depth->isVisible(), holds);
        QCOMPARE(dialog.choice().photo->deep, holds);
    }
}

void PhotoExportTest::aTiffFileCanHaveLayers() {
    exportAs("TIFF with", "layers", false);
    QFile file(m_home->filePath("layers.tif"));
    QVERIFY(file.open(QFile::ReadOnly));
    const QByteArray bytes = file.readAll();
    QVERIFY(bytes.startsWith("II*") || bytes.startsWith("MM"));
    QVERIFY(bytes.contains("Photo"));
    QVERIFY(bytes.contains("road"));
}

} // namespace photo_export_test

int underpaint::test::runPhotoExportTests(int argc, char** argv) {
    photo_export_test::PhotoExportTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "photo_export_test.moc"
