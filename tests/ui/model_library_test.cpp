// SPDX-License-Identifier: GPL-3.0-or-later
// The models of the folders as files of the user: the real dialogs, and packages that are copies of
// one that ships.
#include "engine/project/package/model_package.h"
#include "tests/support/answer_dialog.h"
#include "tests/ui/find_part.h"
#include "tests/ui/model_tests.h"
#include "tests/ui/window_fixture.h"
#include "ui/dialogs/import_model_dialog.h"
#include "ui/dialogs/model_dialog.h"
#include "ui/dialogs/model_folders_dialog.h"
#include "ui/widgets/text_focus.h"

#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace model_library_test {

using namespace underpaint;
using test::part;
namespace fs = std::filesystem;

namespace {

constexpr int patience = test::windowPatience;
constexpr const char* demonstration =
    UNDERPAINT_SOURCE_FOLDER "/models/untrained-demonstration.underpaint-model";

void press(QPushButton& button) {
    QVERIFY2(button.isEnabled(), qPrintable(button.text() + ": " + button.toolTip()));
    QTest::mouseClick(&button, Qt::LeftButton);
}

} // namespace

class ModelLibraryTest : public underpaint::test::WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        WindowFixture::init();
        waitForExact();
        fs::create_directories(users());
        fs::copy(demonstration, users() / "own.underpaint-model", fs::copy_options::recursive);
    }
    void cleanup() { WindowFixture::cleanup(); }
    void allPackagesAreListedWithWhatOneWantsToKnow();
    void whatShipsStaysAsItIs();
    void ownModelsAreRenamedAndFoundStill();
    void ownModelsAreRemovedAfterAQuestion();
    void weightsAreExported();
    void foldersAreAddedAndRemembered();
    void checkpointsAreImportedWithAReport();
    void anImportThatLacksSomethingSaysSo();

private:
    fs::path users() const { return m_home->filePath("models").toStdString(); }
    ui::ModelLibrary& library() { return m_session->library(); }
    /// The dialog with the package of that file chosen.
    std::unique_ptr<ui::ModelDialog> dialogAt(const char* file);
    static QListWidget& list(ui::ModelDialog& dialog) { return *dialog.findChild<QListWidget*>(); }
    bool lists(const QString& name) {
        const auto models = library().models();
        return std::ranges::any_of(models, [&](const auto& one) { return one.name == name; });
    }
};

std::unique_ptr<ui::ModelDialog> ModelLibraryTest::dialogAt(const char* file) {
    auto dialog = std::make_unique<ui::ModelDialog>(*m_session, QSize(256, 128), m_window.get());
    dialog->show();
    const auto models = library().models();
    for (std::size_t row = 0; row < models.size(); ++row) {
        if (models[row].path.filename() == file) {
            list(*dialog).setCurrentRow(static_cast<int>(row));
            return dialog;
        }
    }
    qFatal("no such package");
}

void ModelLibraryTest::allPackagesAreListedWithWhatOneWantsToKnow() {
    const auto dialog = dialogAt("street-segmenter.underpaint-model");
    QVERIFY(list(*dialog).count() >= 11);
    const auto& use = *dialog->findChild<QDialogButtonBox*>()->buttons().front();
    QVERIFY(!use.isEnabled() || use.text().contains("Cancel")); // it paints nothing
    QString told;
    for (const QLabel* label : dialog->findChildren<QLabel*>()) {
        told += label->text();
    }
    QVERIFY(told.contains("CamVid"));
    QVERIFY(told.contains("street-segmenter.underpaint-model"));
}

void ModelLibraryTest::whatShipsStaysAsItIs() {
    const auto dialog = dialogAt("street.underpaint-model");
    QVERIFY(!part<QPushButton>(*dialog, "renameModel").isEnabled());
    QVERIFY(!part<QPushButton>(*dialog, "removeModel").isEnabled());
    QVERIFY(!part<QPushButton>(*dialog, "removeModel").toolTip().isEmpty());
    QVERIFY(part<QPushButton>(*dialog, "exportModel").isEnabled());
    QVERIFY(part<QPushButton>(*dialog, "revealModel").isEnabled());
}

void ModelLibraryTest::ownModelsAreRenamedAndFoundStill() {
    const auto dialog = dialogAt("own.underpaint-model");
    const std::string id =
        project::ModelPackage::open(users() / "own.underpaint-model").manifest().id;
    test::answerNext<QInputDialog>(*this, [](QInputDialog& asked) {
        auto* field = asked.findChild<QLineEdit*>();
        field->selectAll();
        QTest::keyClicks(field, "better name");
        QTest::keyClick(field, Qt::Key_Return);
    });
    press(part<QPushButton>(*dialog, "renameModel"));
    QVERIFY(!fs::exists(users() / "own.underpaint-model"));
    const auto renamed = project::ModelPackage::open(users() / "better name.underpaint-model");
    QCOMPARE(renamed.manifest().name, std::string("better name"));
    QCOMPARE(renamed.manifest().id, id);
    QVERIFY(project::ModelPackage::check(renamed.path()).empty());
    QVERIFY(lists("better name"));
    QCOMPARE(list(*dialog).currentItem()->text(), "better name");
}

void ModelLibraryTest::ownModelsAreRemovedAfterAQuestion() {
    const auto dialog = dialogAt("own.underpaint-model");
    click("removeModelQuestion", QMessageBox::NoRole);
    press(part<QPushButton>(*dialog, "removeModel"));
    QVERIFY(m_asked);
    QVERIFY(fs::exists(users() / "own.underpaint-model"));
    const int before = list(*dialog).count();
    click("removeModelQuestion", QMessageBox::YesRole);
    press(part<QPushButton>(*dialog, "removeModel"));
    QVERIFY(!fs::exists(users() / "own.underpaint-model"));
    QCOMPARE(list(*dialog).count(), before - 1);
}

void ModelLibraryTest::weightsAreExported() {
    const fs::path package = users() / "own.underpaint-model";
    const ui::ModelExport made =
        library().exportModel(package, m_home->filePath("out").toStdString());
    QCOMPARE(made.files.size(), std::size_t{2});
    QVERIFY(made.note.isEmpty());
    for (const fs::path& file : made.files) {
        QVERIFY(fs::file_size(file) > 100);
    }
    QVERIFY_EXCEPTION_THROWN(library().exportModel(package, m_home->filePath("out").toStdString()),
                             Error);
    // With TorchScript, or the reason why not.
    m_session->setModelScripter([](const project::ModelPackage&, const fs::path& file) {
        return std::vector<fs::path>{file};
    });
    const ui::ModelExport script =
        library().exportModel(package, m_home->filePath("script").toStdString());
    QCOMPARE(script.files.size(), std::size_t{3});
    QCOMPARE(script.files.back().extension().string(), std::string(".pt"));
    m_session->setModelScripter(
        [](const project::ModelPackage&, const fs::path&) -> std::vector<fs::path> {
            throw Error("cannot be recorded");
        });
    const ui::ModelExport without =
        library().exportModel(package, m_home->filePath("without").toStdString());
    QCOMPARE(without.files.size(), std::size_t{2});
    QVERIFY(without.note.contains("cannot be recorded"));
}

void ModelLibraryTest::foldersAreAddedAndRemembered() {
    const fs::path more = m_home->filePath("more").toStdString();
    fs::create_directories(more);
    fs::copy(demonstration, more / "third.underpaint-model", fs::copy_options::recursive);
    const std::size_t before = library().models().size();
    library().addFolder(more);
    QCOMPARE(library().models().size(), before + 1);
    QVERIFY(library().whyNotChange(more / "third.underpaint-model").isEmpty());
    open(); // the next start
    QCOMPARE(library().models().size(), before + 1);
    ui::ModelFoldersDialog dialog(library(), m_window.get());
    dialog.show();
    auto& folders = *dialog.findChild<QListWidget*>();
    folders.setCurrentRow(0);
    const auto buttons = dialog.findChild<QDialogButtonBox*>()->buttons();
    QAbstractButton* takeOut = buttons.back();
    QVERIFY(!takeOut->isEnabled());
    folders.setCurrentRow(folders.count() - 1);
    QVERIFY(takeOut->isEnabled());
    QTest::mouseClick(takeOut, Qt::LeftButton);
    QCOMPARE(library().models().size(), before);
    QVERIFY(fs::exists(more / "third.underpaint-model"));
}

void ModelLibraryTest::checkpointsAreImportedWithAReport() {
    ui::ImportModelDialog dialog(library(), m_window.get());
    dialog.show();
    auto& start = part<QPushButton>(dialog, "startImport");
    QVERIFY(!start.isEnabled());
    std::ofstream(m_home->filePath("net_G.pth").toStdString()) << "weights";
    part<QListWidget>(dialog, "importFiles").addItem(m_home->filePath("net_G.pth"));
    QTest::keyClicks(&part<QLineEdit>(dialog, "importName"), "imported");
    QTest::keyClicks(&part<QLineEdit>(dialog, "importOptions"), "label_nc=35 E.norm=batch");
    QTest::keyClicks(&part<QLineEdit>(dialog, "importLicence"), "mine");
    part<QComboBox>(dialog, "importKind").setCurrentIndex(1);
    const translate::ImportRequest request = dialog.request();
    QCOMPARE(std::get<std::int64_t>(request.options.at("label_nc")), std::int64_t{35});
    QCOMPARE(std::get<std::string>(request.options.at("E.norm")), std::string("batch"));
    press(start);
    QTRY_VERIFY_WITH_TIMEOUT(!dialog.imported().isEmpty(), patience);
    const QString report = part<QPlainTextEdit>(dialog, "importReport").toPlainText();
    QVERIFY(report.contains("net_G.pth: G = pix2pixhd.global_generator"));
    QVERIFY(report.contains("assumed: norm"));
    QVERIFY(lists("imported"));
}

void ModelLibraryTest::anImportThatLacksSomethingSaysSo() {
    ui::ImportModelDialog dialog(library(), m_window.get());
    dialog.show();
    part<QListWidget>(dialog, "importFiles").addItem(m_home->filePath("absent.pth"));
    part<QLineEdit>(dialog, "importName").setText("absent");
    part<QLineEdit>(dialog, "importOptions").setText("nonsense");
    auto& report = part<QPlainTextEdit>(dialog, "importReport");
    press(part<QPushButton>(dialog, "startImport"));
    QVERIFY(report.toPlainText().contains("nonsense"));
    part<QLineEdit>(dialog, "importOptions").clear();
    press(part<QPushButton>(dialog, "startImport"));
    QTRY_VERIFY_WITH_TIMEOUT(report.toPlainText().contains("is not there"), patience);
    QVERIFY(dialog.imported().isEmpty());
    QVERIFY(part<QPushButton>(dialog, "startImport").isEnabled());
}

} // namespace model_library_test

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    underpaint::ui::TextFocusFilter filter;
    application.installEventFilter(&filter);
    model_library_test::ModelLibraryTest test;
    return QTest::qExec(&test, argc, argv) + underpaint::test::runStagingTests(argc, argv) +
           underpaint::test::runModelComparisonTests(argc, argv) +
           underpaint::test::runPhotoExportTests(argc, argv);
}

#include "model_library_test.moc"
