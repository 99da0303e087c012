// SPDX-License-Identifier: GPL-3.0-or-later
// The real main window and its dialogs in every language.
#include "engine/scene/builtin_label_sets.h"
#include "tests/support/answer_dialog.h"
#include "tests/support/window_panel.h"
#include "tests/ui/translation_tests.h"
#include "tests/ui/window_fixture.h"
#include "ui/comparison/comparison_dialog.h"
#include "ui/dialogs/command_search.h"
#include "ui/dialogs/exemplar_map_dialog.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/fine_tune_dialog.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/dialogs/import_model_dialog.h"
#include "ui/dialogs/model_dialog.h"
#include "ui/dialogs/model_folders_dialog.h"
#include "ui/dialogs/new_dialog.h"
#include "ui/dialogs/preferences_dialog.h"
#include "ui/dialogs/sequence_export_dialog.h"
#include "ui/dialogs/shortcuts_dialog.h"
#include "ui/docks/label_dock.h"
#include "ui/docks/label_model.h"
#include "ui/docks/panel.h"
#include "ui/document/class_names.h"
#include "ui/tools/tool.h"
#include "ui/tools/tool_controller.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/status_fields.h"
#include "ui/widgets/translations.h"
#include "ui/window/main_window.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QFileInfo>
#include <QGroupBox>
#include <QHeaderView>
#include <QLabel>
#include <QLibraryInfo>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabBar>
#include <QTest>
#include <QToolBar>
#include <QToolButton>
#include <QTreeView>

#include <functional>
#include <memory>
#include <set>

namespace translated_window_test {

using namespace underpaint;

namespace {

constexpr std::uint16_t car = 8;

using Texts = std::set<QString>;

/// What is shown or read aloud of the widget itself.
void collect(const QWidget& widget, Texts& texts) {
    texts.insert({widget.windowTitle(), widget.toolTip(), widget.accessibleName(),
                  widget.accessibleDescription()});
    for (const QAction* action : widget.actions()) {
        texts.insert({action->text(), action->toolTip(), action->statusTip()});
    }
    if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
        texts.insert(label->text());
    } else if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) {
        texts.insert(button->text());
    } else if (const auto* box = qobject_cast<const QGroupBox*>(&widget)) {
        texts.insert(box->title());
    } else if (const auto* number = qobject_cast<const QSpinBox*>(&widget)) {
        texts.insert({number->prefix(), number->suffix()});
    } else if (const auto* line = qobject_cast<const QLineEdit*>(&widget)) {
        texts.insert(line->placeholderText());
    } else if (const auto* menu = qobject_cast<const QMenu*>(&widget)) {
        texts.insert(menu->title());
    } else if (const auto* combo = qobject_cast<const QComboBox*>(&widget)) {
        for (int i = 0; i < combo->count(); ++i) {
            texts.insert(combo->itemText(i));
        }
    } else if (const auto* tabs = qobject_cast<const QTabBar*>(&widget)) {
        for (int i = 0; i < tabs->count(); ++i) {
            texts.insert(tabs->tabText(i));
        }
    } else if (const auto* view = qobject_cast<const QTreeView*>(&widget)) {
        const QAbstractItemModel* model = view->model();
        for (int column = 0; column < model->columnCount(); ++column) {
            texts.insert(model->headerData(column, Qt::Horizontal).toString());
            for (int row = 0; row < model->rowCount(); ++row) {
                const QModelIndex index = model->index(row, column);
                texts.insert({index.data().toString(), index.data(Qt::ToolTipRole).toString()});
            }
        }
    }
}

Texts textsOf(const QWidget& top) {
    Texts texts;
    collect(top, texts);
    for (const QWidget* widget : top.findChildren<QWidget*>()) {
        collect(*widget, texts);
    }
    return texts;
}

/// The widget, if it shows less than the whole of its text.
bool isCutOff(const QWidget& widget) {
    if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
        if (dynamic_cast<const ui::ElidedLabel*>(label) != nullptr || label->text().isEmpty()) {
            return false; // elided by purpose, as names have any length
        }
        return label->wordWrap() ? label->height() < label->heightForWidth(label->width())
                                 : label->width() < label->sizeHint().width();
    }
    if (const auto* header = qobject_cast<const QHeaderView*>(&widget)) {
        bool narrow = false;
        for (int i = 0; i < header->count(); ++i) {
            const QString text = header->model()->headerData(i, Qt::Horizontal).toString();
            narrow =
                narrow || header->sectionSize(i) < header->fontMetrics().horizontalAdvance(text);
        }
        return narrow;
    }
    const auto* button = qobject_cast<const QAbstractButton*>(&widget);
    const bool textual = (button != nullptr && !button->text().isEmpty()) ||
                         qobject_cast<const QComboBox*>(&widget) != nullptr ||
                         qobject_cast<const QSpinBox*>(&widget) != nullptr ||
                         qobject_cast<const QTabBar*>(&widget) != nullptr ||
                         qobject_cast<const QMenuBar*>(&widget) != nullptr;
    return textual && widget.width() < widget.minimumSizeHint().width();
}

QStringList cutOffIn(const QWidget& top) {
    QStringList found;
    for (const QWidget* widget : top.findChildren<QWidget*>()) {
        // A bar that lacks room shows a button for the rest.
        const bool extension = widget->objectName() == "qt_toolbar_ext_button" ||
                               widget->objectName() == "qt_menubar_ext_button";
        if (widget->isVisibleTo(&top) && (extension || isCutOff(*widget))) {
            Texts texts;
            collect(*widget, texts);
            texts.erase(QString());
            found << QString("%1 %2 (%3 px)")
                         .arg(widget->metaObject()->className(),
                              texts.empty() ? widget->objectName() : *texts.begin())
                         .arg(widget->width());
        }
    }
    return found;
}

} // namespace

class TranslatedWindowTest : public underpaint::test::WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup();
    void menusDocksAndToolTipsAreTranslated();
    void noEnglishIsLeft();
    void nothingIsCutOff();
    void pluralsFit();
    void classesAreNamedInTheLanguage();
    void theChoiceIsKeptForTheNextStart();

private:
    void forEachDialog(const std::function<void(QDialog&)>& look);
    /// The text without names that are data, keys, units and other words of all languages.
    QString withoutNames(QString text);

    QString m_language;
    std::unique_ptr<ui::Translations> m_translations;
};

void TranslatedWindowTest::initTestCase_data() {
    QTest::addColumn<QString>("language");
    for (const ui::Language& language : ui::translationsThere()) {
        QTest::addRow("%s", qPrintable(language.code)) << language.code;
    }
}

void TranslatedWindowTest::init() {
    QFETCH_GLOBAL(QString, language);
    m_language = language;
    m_translations = std::make_unique<ui::Translations>(language);
    WindowFixture::init();
    waitForExact();
    select(anInstanceOf(car));
}

void TranslatedWindowTest::cleanup() {
    WindowFixture::cleanup();
    m_translations.reset();
}

void TranslatedWindowTest::forEachDialog(const std::function<void(QDialog&)>& look) {
    const Size size = scene().size();
    const auto show = [&](QDialog& dialog) {
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        look(dialog);
    };
    ui::ModelDialog models(*m_session, QSize(size.width, size.height), m_window.get());
    show(models);
    ui::ModelFoldersDialog folders(m_session->library(), m_window.get());
    show(folders);
    ui::ImportModelDialog importingModel(m_session->library(), m_window.get());
    show(importingModel);
    ui::FineTuneDialog tuning(*m_session, *m_settings, m_window.get());
    show(tuning);
    ui::ComparisonDialog comparing(*m_settings, m_window.get(),
                                   ui::ModelsToCompare{m_session->models(),
                                                       m_session->comparisons(),
                                                       document().snapshot(), "street"});
    show(comparing);
    ui::ExportDialog exporting(scene(), m_home->path(), "street", m_window.get());
    exporting.followModel(m_session->models().model(), false);
    show(exporting);
    ui::SequenceExportDialog sequence("1.mp4", 12, m_window.get());
    show(sequence);
    ui::CommandSearch search(m_window->actionBook().all(), m_window->shortcuts(), m_window.get());
    show(search);
    ui::PreferencesDialog preferences(ui::Preferences{}, QStringLiteral("F8"), m_window.get());
    show(preferences);
    ui::NewDialog fresh(m_session->models(), scene(), *m_settings, m_window.get());
    show(fresh);
    ui::ShortcutsDialog shortcuts(m_window->shortcuts(), {}, m_window.get());
    show(shortcuts);
    const scene::Exemplar exemplar{.id = "day",
                                   .photo = std::make_shared<const Image>(64, 48, 3),
                                   .labels = {},
                                   .target = {},
                                   .pins = {}};
    ui::ExemplarMapDialog map(exemplar, scene().labelSet, m_window.get());
    show(map);
    const auto sample = m_window->files().samples().front();
    ui::ImportDialog importing(sample.folder / "test_label" / (sample.name + ".png"), {},
                               scene().labelSet, m_window.get());
    QSignalSpy read(&importing, &ui::ImportDialog::read);
    QVERIFY(read.wait(test::windowPatience));
    show(importing);
}

QString TranslatedWindowTest::withoutNames(QString text) {
    // What is long first: the short names are parts of it.
    for (const ui::LibraryModel& model : m_session->library().models()) {
        text.remove(QString::fromStdString(model.path.string()));
    }
    for (const ui::ModelFolder& folder : m_session->library().folders()) {
        text.remove(QString::fromStdString(folder.path.string()));
    }
    const project::Manifest& manifest = m_session->models().model()->manifest;
    for (const std::string& told :
         {manifest.notes, manifest.licence, manifest.data, manifest.name}) {
        text.remove(QString::fromStdString(told).toHtmlEscaped());
    }
    for (auto metric = manifest.metrics.rbegin(); metric != manifest.metrics.rend(); ++metric) {
        text.remove(QString::fromStdString(metric->first)
                        .toHtmlEscaped()
                        .replace('_', QStringLiteral("_\u200B")));
    }
    for (const scene::LabelClass& label : scene().labelSet.classes()) {
        text.remove(QString::fromStdString(label.name));
    }
    text.remove("CMP facades"); // a model is called facades
    for (const ui::KnownModel& model : m_session->models().models()) {
        text.remove(QString::fromStdString(model.path.string())).remove(model.name);
    }
    for (const ui::Language& language : ui::translationsThere()) {
        text.remove(language.name);
    }
    for (const std::string& set : scene::builtinLabelSetNames()) {
        text.remove(QRegularExpression("\\b" + QString::fromStdString(set) + "\\b"));
    }
    for (const auto& sample : m_window->files().samples()) {
        text.remove(QString::fromStdString(sample.name));
    }
    static const QRegularExpression names(
        "underpaint "
        "train|train_img|train_label|label_nc|use_instance|feat_num|E\\.norm=batch|=true|"
        "\\.pth?\\b|\\.npy|safetensors|PyTorch|pix2pixhd|fake|\\bday\\b|\\bnight\\b|\\.png|"
        "Underpaint|\\.?underpaint(-model)?|CamVid|Cityscapes "
        "(label|train)Ids|Cityscapes|COCO-Stuff|ADE20K|Clothing Co-Parsing|"
        "labels\\.json|"
        "Facades|labelme|Krita|GIMP|TorchScript|CSV|OpenRaster|Photoshop|json|PNG|JPEG|TIFF|GIF|"
        "WebM|(Ctrl|"
        "Shift|Alt|Esc|Enter|"
        "Return|"
        "Backspace|Del|Ins|PgUp|PgDown|Tab)|"
        "\\bF\\d+\\b|\\bk?px\\b|\\bM?B\\b|\\bms\\b|Language|<[^>]*>|&\\w+;");
    return text.remove(names);
}

void TranslatedWindowTest::menusDocksAndToolTipsAreTranslated() {
    if (m_language != "zh_CN") {
        QSKIP("the words below are Chinese");
    }
    QStringList titles;
    for (const QAction* menu : m_window->menuBar()->actions()) {
        titles << menu->text();
    }
    QCOMPARE(titles, (QStringList{"文件(&F)", "编辑(&E)", "实例(&I)", "风格(&S)", "照片(&P)",
                                  "时间轴(&T)", "视图(&V)", "渲染(&R)", "模型(&M)", "帮助(&H)"}));
    QStringList docks;
    for (const QDockWidget* dock : m_window->findChildren<QDockWidget*>()) {
        docks << dock->windowTitle();
    }
    docks.sort();
    QStringList wanted{"标签", "实例",     "风格",   "变化", "范例", "照片图层",
                       "转换", "历史记录", "时间轴", "训练", "比较"};
    wanted.sort();
    QCOMPARE(docks, wanted);
    QCOMPARE(action("file.open").text(), "打开(&O)…");
    QCOMPARE(action("file.open").toolTip(), "打开 (Ctrl+O)");
    QCOMPARE(action("tool.brush").text(), "画笔");
    QCOMPARE(action("render.live").toolTip(), "实时渲染 (F8)\n照片随每次编辑更新");
    QVERIFY(action("edit.undo").toolTip().contains("暂不可用：尚无更改"));
    action("instance.duplicate").trigger(); // texts that are made elsewhere than in the window
    QCOMPARE(action("edit.undo").text(), "撤销(&U)：创建副本");
    QCOMPARE(m_window->status().text(ui::StatusFields::Field::Saved), "未保存");
}

void TranslatedWindowTest::noEnglishIsLeft() {
    if (m_language == "en") {
        QSKIP("English is left here");
    }
    static const QRegularExpression word("[A-Za-z]{3,}");
    const bool qtSpeaksIt =
        QFileInfo::exists(QString("%1/qtbase_%2.qm")
                              .arg(QLibraryInfo::path(QLibraryInfo::TranslationsPath), m_language));
    static const Texts buttonsOfQt{"OK", "&OK", "Cancel", "&Cancel"};
    const auto look = [&](const QWidget& top) {
        for (const QString& text : textsOf(top)) {
            const bool known = !qtSpeaksIt && buttonsOfQt.contains(text);
            const QString left = withoutNames(text);
            QVERIFY2(known || !word.match(left).hasMatch(), qPrintable(left + "\nof " + text));
        }
    };
    look(*m_window);
    forEachDialog(look);
}

void TranslatedWindowTest::nothingIsCutOff() {
    m_window->resize(1366, 768);
    for (const ui::Tool* tool : m_window->tools().tools()) {
        m_window->tools().activate(*m_window->tools().find(tool->id()));
        QCoreApplication::processEvents();
        QCOMPARE(m_window->size(), QSize(1366, 768));
        const QStringList found = cutOffIn(*m_window);
        QVERIFY2(found.isEmpty(), qPrintable(tool->id() + ": " + found.join("\n")));
    }
    for (ui::Panel* dock : m_window->panels()) {
        dock->show();
        dock->raise();
        QCoreApplication::processEvents();
        const QStringList found = cutOffIn(*dock);
        QVERIFY2(found.isEmpty(), qPrintable(dock->windowTitle() + ": " + found.join("\n")));
        QVERIFY2(dock->place() == ui::Panel::Place::Below || dock->width() < m_window->width() / 4,
                 qPrintable(dock->windowTitle()));
    }
    using Field = ui::StatusFields::Field;
    for (const Field field : {Field::Zoom, Field::Brush, Field::RenderTime, Field::Queue,
                              Field::Memory, Field::Saved}) {
        const QString text = m_window->status().text(field);
        bool shown = text.isEmpty();
        for (const QLabel* label : m_window->status().findChildren<QLabel*>()) {
            shown = shown || (label->text() == text &&
                              label->width() >= label->fontMetrics().horizontalAdvance(text));
        }
        QVERIFY2(shown, qPrintable(text));
    }
    forEachDialog([](QDialog& dialog) {
        const QStringList found = cutOffIn(dialog);
        QVERIFY2(found.isEmpty(), qPrintable(dialog.windowTitle() + ": " + found.join("\n")));
    });
}

void TranslatedWindowTest::pluralsFit() {
    std::vector<std::uint32_t> all;
    for (const scene::InstanceInfo& info : m_window->editor().watch().instances()) {
        if (scene().labelSet.isThing(info.label) && all.size() < 2) {
            all.push_back(info.id);
        }
    }
    m_window->editor().state().selectInstances(all);
    action("instance.delete").trigger();
    QCOMPARE(stack().undoText(), m_language == "en" ? "Delete 2 instances" : "删除 2 个实例");
}

void TranslatedWindowTest::classesAreNamedInTheLanguage() {
    if (m_language != "zh_CN") {
        QSKIP("the words below are Chinese");
    }
    const auto shown = [&](std::uint16_t label, int role) {
        ui::LabelModel model;
        model.setEditor(&m_window->editor());
        return model.data(model.index(model.rowOf(label), ui::LabelModel::Name), role).toString();
    };
    QCOMPARE(shown(0, Qt::DisplayRole), "天空");
    QCOMPARE(shown(car, Qt::DisplayRole), "汽车");
    // The scene keeps its own names, which are what is edited and saved.
    QCOMPARE(shown(car, Qt::EditRole), "car");
    QCOMPARE(scene().labelSet.at(car).name, std::string("car"));
    // Both are found.
    auto* search = test::panel<ui::LabelDock>(*m_window).findChild<QLineEdit*>();
    auto* view = test::panel<ui::LabelDock>(*m_window).findChild<QTreeView*>();
    for (const char* word : {"汽车", "car"}) {
        search->setText(word);
        QCOMPARE(view->model()->rowCount(), 1);
    }
    search->clear();
    // Every class of the sets that are built in has a word of its own.
    static const QRegularExpression latin("^[A-Za-z ]{3,}$");
    for (const std::string& set : scene::builtinLabelSetNames()) {
        const scene::LabelSet labels = scene::builtinLabels(set);
        for (const scene::LabelClass& label : labels.classes()) {
            const QString name = ui::className(label.name);
            QVERIFY2(!latin.match(name).hasMatch(), qPrintable(name));
        }
    }
    using Field = ui::StatusFields::Field;
    ui::CanvasView& canvas = m_window->canvas();
    QTest::mouseMove(&canvas, canvas.fromMap(QPointF(250, 5)).toPoint());
    QTRY_VERIFY(m_window->status().text(Field::Label).contains("天空"));
    action("instance.delete").trigger();
    QVERIFY(stack().undoText().contains("汽车"));
}

void TranslatedWindowTest::theChoiceIsKeptForTheNextStart() {
    QCOMPARE(ui::Preferences::read(*m_settings).language, QString());
    test::answerNext<ui::PreferencesDialog>(*this, [this](ui::PreferencesDialog& dialog) {
        for (QComboBox* box : dialog.findChildren<QComboBox*>()) {
            const int row = box->findData(m_language);
            if (row >= 0) {
                box->setCurrentIndex(row);
            }
        }
        dialog.accept();
    });
    action("edit.preferences").trigger();
    QCOMPARE(ui::Preferences::read(*m_settings).language, m_language);
    QVERIFY(m_window->messages().text().contains("Underpaint"));
    QCOMPARE(ui::languageFor(m_language, {"tlh"}), m_language);
}

} // namespace translated_window_test

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    translated_window_test::TranslatedWindowTest test;
    return QTest::qExec(&test, argc, argv) + underpaint::test::runTranslationFilesTests(argc, argv);
}

#include "translated_window_test.moc"
