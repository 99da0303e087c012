// SPDX-License-Identifier: GPL-3.0-or-later
// Other keys than the usual ones, in the real main window and in the dialog that changes them.
#include "tests/support/answer_dialog.h"
#include "tests/support/window_panel.h"
#include "tests/ui/window_fixture.h"
#include "tests/ui/window_tests.h"
#include "ui/dialogs/command_search.h"
#include "ui/dialogs/preferences_dialog.h"
#include "ui/dialogs/shortcut_table.h"
#include "ui/dialogs/shortcuts_dialog.h"
#include "ui/docks/history_dock.h"
#include "ui/docks/label_dock.h"
#include "ui/docks/label_model.h"
#include "ui/shortcuts/key_stroke.h"
#include "ui/shortcuts/shortcut_presets.h"
#include "ui/tools/tool.h"
#include "ui/tools/tool_controller.h"
#include "ui/widgets/first_steps.h"
#include "ui/widgets/key_field.h"
#include "ui/widgets/status_fields.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QShortcutEvent>
#include <QSpinBox>
#include <QTest>
#include <QUndoStack>

namespace shortcuts_test {

using namespace underpaint;
using ui::KeyMap;
using ui::ShortcutTable;

namespace {

QKeySequence stroke(const char* text) {
    return ui::strokeFromText(QString::fromLatin1(text));
}

QStringList visibleIds(const ShortcutTable& table) {
    QStringList ids;
    for (int i = 0; i < table.topLevelItemCount(); ++i) {
        const QTreeWidgetItem* group = table.topLevelItem(i);
        for (int row = 0; row < group->childCount(); ++row) {
            if (!group->isHidden() && !group->child(row)->isHidden()) {
                ids << group->child(row)->data(0, Qt::UserRole).toString();
            }
        }
    }
    return ids;
}

} // namespace

class ShortcutsTest : public underpaint::test::WindowFixture {
    Q_OBJECT

private:
    void change(const KeyMap& changes) { m_window->shortcuts().choose({"underpaint", changes}); }
    QString tool() { return m_window->tools().active().id(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(&m_window->canvas(), key, modifiers);
    }
    std::unique_ptr<ui::ShortcutsDialog> openDialog() {
        auto dialog = std::make_unique<ui::ShortcutsDialog>(
            m_window->shortcuts(), std::map<QString, QIcon>{}, m_window.get());
        dialog->show();
        return dialog;
    }

private Q_SLOTS:
    void aToolsNewKeyIsTappedAndHeld() {
        ui::CanvasView& canvas = m_window->canvas();
        canvas.setFocus();
        change({{"tool.brush", {stroke("Y")}}});
        press(Qt::Key_E);
        QCOMPARE(tool(), QString("eraser"));
        press(Qt::Key_B);
        QCOMPARE(tool(), QString("eraser"));
        press(Qt::Key_Y);
        QCOMPARE(tool(), QString("brush"));
        press(Qt::Key_E);
        // Held and used: back to the tool before.
        QTest::keyPress(&canvas, Qt::Key_Y);
        QCOMPARE(tool(), QString("brush"));
        QTest::mouseClick(&canvas, Qt::LeftButton, {}, canvas.fromMap(QPointF(60, 20)).toPoint());
        QTest::keyRelease(&canvas, Qt::Key_Y);
        QCOMPARE(tool(), QString("eraser"));
        QCOMPARE(stack().count(), 1);
        // From other places than the canvas it is tapped.
        QTest::keyClick(m_window.get(), Qt::Key_Y);
        QCOMPARE(tool(), QString("brush"));
    }

    void otherCommandsFollowToo() {
        m_window->canvas().setFocus();
        change({{"brush.larger", {stroke("Ctrl+Up")}},
                {"instance.new", {stroke("Ctrl+Shift+Y")}},
                {"label.slot4", {stroke("Ctrl+4")}},
                {"tool.fill", {stroke("F5")}}});
        ui::EditorState& state = m_window->editor().state();
        const int before = m_window->tools().active().diameter();
        press(Qt::Key_BracketRight);
        QCOMPARE(m_window->tools().active().diameter(), before);
        press(Qt::Key_Up, Qt::ControlModifier);
        QVERIFY(m_window->tools().active().diameter() > before);
        press(Qt::Key_BraceLeft, Qt::ShiftModifier); // was not changed
        QVERIFY(m_window->tools().active().diameter() < before);
        press(Qt::Key_N);
        QVERIFY(!state.newInstanceNext());
        press(Qt::Key_Y, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(state.newInstanceNext());
        const std::uint16_t label = state.currentLabel();
        press(Qt::Key_4);
        QCOMPARE(state.currentLabel(), label);
        press(Qt::Key_4, Qt::ControlModifier);
        QCOMPARE(state.currentLabel(), *state.slot(3));
        press(Qt::Key_F5);
        QCOMPARE(tool(), QString("fill"));
    }

    void everyCommandIsInTheTable() {
        const auto dialog = openDialog();
        auto* table = dialog->findChild<ui::ShortcutTable*>();
        QVERIFY(table != nullptr);
        for (const ui::ShortcutBook::Command& command : m_window->shortcuts().commands()) {
            QVERIFY2(table->row(command.id) != nullptr, qPrintable(command.id));
        }
    }

    void hidingTheDocksLeavesTabForTheCanvasOnly() {
        ui::LabelDock& dock = test::panel<ui::LabelDock>(*m_window);
        QLineEdit& search = dock.search();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QTRY_VERIFY(m_window->canvas().isVisible());
        search.setFocus();
        QTest::keyClick(&search, Qt::Key_Tab);
        QVERIFY(!dock.isHidden());
        m_window->canvas().setFocus();
        press(Qt::Key_Tab);
        QVERIFY(dock.isHidden());
        press(Qt::Key_Tab);
        QVERIFY(!dock.isHidden());
        // Another key works in all of the window.
        change({{"view.hideDocks", {stroke("F7")}}});
        press(Qt::Key_Tab);
        QVERIFY(!dock.isHidden());
        QTest::keyClick(&search, Qt::Key_F7);
        QVERIFY(dock.isHidden());
        QTest::keyClick(&m_window->canvas(), Qt::Key_F7);
        QVERIFY(!dock.isHidden());
    }

    void severalNamesOfOneKeyAreNoConflict() {
        // X servers name Shift+/ also ?, and Qt finds both among the names of the same action.
        ui::EditorState& state = m_window->editor().state();
        state.setCurrentLabel(*state.slot(1));
        state.setCurrentLabel(*state.slot(2));
        change({{"label.swap", {stroke("?")}}, {"help.shortcuts", {}}});
        QVERIFY(action("label.swap").shortcuts().size() > 1);
        QShortcutEvent ambiguous(stroke("?"), 0, true);
        QCoreApplication::sendEvent(&action("label.swap"), &ambiguous);
        QCOMPARE(state.currentLabel(), *state.slot(1));
    }

    void textFieldsKeepTheNewLetters() {
        change({{"tool.eraser", {stroke("Y")}}});
        QLineEdit& search = test::panel<ui::LabelDock>(*m_window).search();
        search.setFocus();
        QTest::keyClicks(&search, "sky");
        QCOMPARE(search.text(), QString("sky"));
        QCOMPARE(tool(), QString("brush"));
    }

    void everyTextNamesTheKeyThatIs() {
        const auto hint = [&] { return m_window->status().text(ui::StatusFields::Field::Hint); };
        const auto steps = [&] {
            QString text;
            for (const auto* label :
                 m_window->findChild<ui::FirstSteps*>()->findChildren<QLabel*>()) {
                text += label->text() + '\n';
            }
            return text;
        };
        const auto sizeTip = [&] {
            for (const auto* box : m_window->findChildren<QSpinBox*>()) {
                if (box->accessibleName() == "Size") {
                    return box->toolTip();
                }
            }
            return QString();
        };
        const auto undoTip = [&] {
            return m_window->findChild<ui::HistoryDock*>()->findChild<QListWidget*>()->toolTip();
        };
        QVERIFY(action("tool.brush").toolTip().contains("(B)"));
        QVERIFY(hint().contains("N: new instance") && hint().contains("[ ]: size"));
        QVERIFY(steps().contains("press 1 … 0") && steps().contains("R gives"));
        QVERIFY(sizeTip().contains("[ smaller"));
        QVERIFY(undoTip().contains("Ctrl+Z"));
        change({{"tool.brush", {stroke("Y")}},
                {"instance.new", {stroke("Ctrl+5")}},
                {"brush.smaller", {stroke("F6")}},
                {"style.random", {}},
                {"label.slot1", {stroke("F1")}},
                {"help.contents", {}},
                {"edit.undo", {stroke("F9")}}});
        QVERIFY(action("tool.brush").toolTip().contains("(Y)"));
        QVERIFY(action("tool.brush").toolTip().contains("Ctrl+5: new instance"));
        QCOMPARE(action("edit.undo").shortcut(), stroke("F9")); // what menus show
        QVERIFY(hint().contains("Ctrl+5: new instance") && hint().contains("F6 ]: size"));
        QVERIFY(steps().contains("press F1 … 0") && !steps().contains("R gives"));
        QVERIFY(sizeTip().contains("F6 smaller"));
        QVERIFY(undoTip().contains("F9"));
        // A key that is gone is named nowhere.
        QVERIFY(!action("style.random").toolTip().contains("("));
        const auto search = std::make_unique<ui::CommandSearch>(
            m_window->actionBook().all(), m_window->shortcuts(), m_window.get());
        search->findChild<QLineEdit*>()->setText("F9");
        QTest::keyClick(search->findChild<QLineEdit*>(), Qt::Key_Return);
        QCOMPARE(search->chosen(), &action("edit.undo"));
        ui::PreferencesDialog preferences({}, m_window->shortcuts().text("render.live"));
        QVERIFY(preferences.findChild<QCheckBox*>()->text().contains("F8"));
        ui::LabelModel model;
        model.setEditor(&m_window->editor());
        const auto slot = *m_window->editor().state().slot(0);
        QCOMPARE(model.data(model.index(model.rowOf(slot), ui::LabelModel::Key), Qt::DisplayRole),
                 QVariant("F1"));
    }

    void presetsAreFreeOfConflicts() {
        const ui::ShortcutBook& book = m_window->shortcuts();
        for (const ui::ShortcutPreset& preset : ui::shortcutPresets()) {
            const KeyMap keys = book.presetKeys(preset.id);
            for (const auto& [id, others] : ui::conflictsOf(keys)) {
                QFAIL(qPrintable(preset.id + ": " + id + " and " + others.join(' ')));
            }
            for (const auto& [id, strokes] : keys) {
                QVERIFY2(strokes.size() <= ui::mostKeysOfCommand, qPrintable(id));
                for (const QKeySequence& key : strokes) {
                    QVERIFY2(!key.isEmpty() && book.fixedUse(key, id).isEmpty(),
                             qPrintable(preset.id + ": " + id + " " + key.toString()));
                }
            }
            for (const auto& [id, strokes] : preset.differences) {
                QVERIFY2(keys.contains(id), qPrintable(id));
            }
            // And what is in effect is what the preset says.
            m_window->shortcuts().choose({preset.id, {}});
            for (const auto& [id, strokes] : keys) {
                QCOMPARE(book.keys(id), strokes);
                for (const QKeySequence& key : strokes) {
                    QVERIFY(m_window->actionBook().at(id)->shortcuts().contains(key));
                }
            }
        }
    }

    void conflictsAreMarkedAndOkWaits() {
        const auto dialog = openDialog();
        ShortcutTable& table = dialog->table();
        QVERIFY(dialog->okButton().isEnabled() && dialog->whyNot().isEmpty());
        table.setCurrent("tool.brush");
        QTest::keyClick(&dialog->key(0), Qt::Key_E);
        for (const auto& [id, other] :
             {std::pair{"tool.brush", "Eraser"}, {"tool.eraser", "Brush"}}) {
            const QTreeWidgetItem* row = table.row(id);
            QVERIFY(row->text(ShortcutTable::Note).contains(other));
            QVERIFY(!row->icon(ShortcutTable::Note).isNull());
            QVERIFY(row->foreground(ShortcutTable::Key).color().red() > 170);
        }
        QVERIFY(!dialog->okButton().isEnabled());
        QVERIFY(!dialog->whyNot().isEmpty());
        QVERIFY(dialog->take().isVisible());
        QVERIFY(dialog->take().text().contains("Eraser"));
        QTest::mouseClick(&dialog->take(), Qt::LeftButton);
        QVERIFY(dialog->okButton().isEnabled() && dialog->whyNot().isEmpty());
        QCOMPARE(dialog->shortcuts().changes,
                 KeyMap({{"tool.brush", {stroke("E")}}, {"tool.eraser", {}}}));
        // A fixed key cannot be taken away from anything.
        QTest::keyClick(&dialog->key(1), Qt::Key_Space);
        QVERIFY(!dialog->okButton().isEnabled() && !dialog->take().isVisible());
        QVERIFY(table.row("tool.brush")->text(ShortcutTable::Note).contains("view"));
        QTest::keyClick(&dialog->key(1), Qt::Key_Y, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY(dialog->okButton().isEnabled());
        QCOMPARE(dialog->shortcuts().changes.at("tool.brush"),
                 QList({stroke("E"), stroke("Ctrl+Alt+Y")}));
        // Nothing of it is in effect before OK.
        QCOMPARE(m_window->shortcuts().text("tool.brush"), QString("B"));
    }

    void searchFindsByNameAndByKey() {
        const auto dialog = openDialog();
        QVERIFY(visibleIds(dialog->table()).size() > 70);
        dialog->search().setText("merge");
        QCOMPARE(visibleIds(dialog->table()), QStringList{"instance.merge"});
        QCOMPARE(dialog->table().current(), QString("instance.merge"));
        dialog->search().setText("ctrl+j");
        QCOMPARE(visibleIds(dialog->table()), QStringList{"instance.duplicate"});
        dialog->search().setText("b"); // one letter is a key, or a part of a name
        QVERIFY(visibleIds(dialog->table()).contains("tool.brush"));
        QVERIFY(!visibleIds(dialog->table()).contains("tool.wand"));
        dialog->search().clear();
        QTest::keyClick(&dialog->keySearch(), Qt::Key_T, Qt::ControlModifier);
        QCOMPARE(visibleIds(dialog->table()), QStringList{"tool.move"});
        QTest::keyClick(&dialog->keySearch(), Qt::Key_Space);
        QCOMPARE(visibleIds(dialog->table()), QStringList{QString()}); // a fixed one
        QVERIFY(!dialog->key(0).isEnabled());
        // Esc ends the search, not the dialog.
        QTest::keyClick(&dialog->keySearch(), Qt::Key_Escape);
        QVERIFY(dialog->isVisible());
        QVERIFY(visibleIds(dialog->table()).size() > 70);
    }

    void enterInTheSearchConfirmsNothing() {
        const auto dialog = openDialog();
        dialog->search().setFocus();
        QTest::keyClick(&dialog->search(), Qt::Key_Return);
        QVERIFY(dialog->isVisible());
    }

    void resettingBringsThePresetBack() {
        change({{"tool.brush", {stroke("Y")}}, {"tool.eraser", {}}});
        const auto dialog = openDialog();
        dialog->table().setCurrent("tool.brush");
        QCOMPARE(dialog->key(0).key(), stroke("Y"));
        QTest::mouseClick(dialog->findChild<QPushButton*>("resetOne"), Qt::LeftButton);
        QCOMPARE(dialog->key(0).key(), stroke("B"));
        QCOMPARE(dialog->shortcuts().changes, KeyMap({{"tool.eraser", {}}}));
        QTest::mouseClick(dialog->findChild<QPushButton*>("resetAll"), Qt::LeftButton);
        QCOMPARE(dialog->shortcuts(), ui::Shortcuts{});
    }

    void presetsReplaceWhatWasChangedOnlyWhenAsked() {
        const auto dialog = openDialog();
        const auto choose = [&](const char* preset) {
            QComboBox& box = dialog->presets();
            box.setCurrentIndex(box.findData(preset));
            Q_EMIT box.activated(box.currentIndex());
        };
        choose("krita");
        QCOMPARE(dialog->shortcuts(), (ui::Shortcuts{"krita", {}}));
        dialog->table().setCurrent("tool.brush");
        QTest::keyClick(&dialog->key(0), Qt::Key_Y);
        answer(QMessageBox::No);
        choose("photoshop");
        QCOMPARE(dialog->shortcuts(), (ui::Shortcuts{"krita", {{"tool.brush", {stroke("Y")}}}}));
        QCOMPARE(dialog->presets().currentData().toString(), QString("krita"));
        answer(QMessageBox::Yes);
        choose("photoshop");
        QCOMPARE(dialog->shortcuts(), (ui::Shortcuts{"photoshop", {}}));
    }

    void eTogglesTheEraserAsInKrita() {
        m_window->canvas().setFocus();
        m_window->shortcuts().choose({"krita", {}});
        press(Qt::Key_E);
        QCOMPARE(tool(), QString("eraser"));
        press(Qt::Key_E);
        QCOMPARE(tool(), QString("brush"));
        press(Qt::Key_R, Qt::ControlModifier);
        QCOMPARE(tool(), QString("select"));
        press(Qt::Key_P);
        QCOMPARE(tool(), QString("eyedropper"));
    }

    void theDialogsChoiceIsInEffectAndSurvivesARestart() {
        m_window->canvas().setFocus();
        test::answerNext<ui::ShortcutsDialog>(*this, [](ui::ShortcutsDialog& dialog) {
            dialog.table().setCurrent("tool.brush");
            QTest::keyClick(&dialog.key(0), Qt::Key_Y);
            QTest::mouseClick(&dialog.okButton(), Qt::LeftButton);
        });
        press(Qt::Key_Question, Qt::ShiftModifier);
        press(Qt::Key_E);
        press(Qt::Key_Y);
        QCOMPARE(tool(), QString("brush"));
        open();
        m_window->canvas().setFocus();
        press(Qt::Key_E);
        press(Qt::Key_B);
        QCOMPARE(tool(), QString("eraser"));
        press(Qt::Key_Y);
        QCOMPARE(tool(), QString("brush"));
        QVERIFY(action("tool.brush").toolTip().contains("(Y)"));
        QVERIFY(m_window->messages().text().isEmpty());
    }

    void filesAreExportedAndImported() {
        const QString file = m_home->filePath("mine.json");
        const auto dialog = openDialog();
        dialog->table().setCurrent("tool.brush");
        QTest::keyClick(&dialog->key(0), Qt::Key_Y);
        const ui::Shortcuts exported = dialog->shortcuts();
        dialog->exportTo(file);
        const auto other = openDialog();
        other->importFrom(file);
        QCOMPARE(other->shortcuts(), exported);
        QCOMPARE(other->table().row("tool.brush")->text(ShortcutTable::Key), QString("Y"));
        // What is wrong changes nothing.
        QVERIFY_THROWS_EXCEPTION(Error, other->importFrom(m_home->filePath("none.json")));
        QCOMPARE(other->shortcuts(), exported);
    }

    void aDamagedFileIsToldAndKept() {
        const QString file = m_home->filePath("shortcuts.json");
        QFile damaged(file);
        QVERIFY(damaged.open(QIODevice::WriteOnly) && damaged.write("{\"format\": 1, ") > 0);
        damaged.close();
        open();
        QVERIFY(m_window->messages().text().contains("shortcuts.json"));
        m_window->canvas().setFocus();
        press(Qt::Key_E);
        QCOMPARE(tool(), QString("eraser"));
        QVERIFY(damaged.open(QIODevice::ReadOnly));
        QCOMPARE(damaged.readAll(), "{\"format\": 1, ");
        // Other shortcuts go into a new file.
        change({{"tool.brush", {stroke("Y")}}});
        const QString kept = m_home->filePath("shortcuts-unreadable-1.json");
        QVERIFY(QFile::exists(kept) && QFile::exists(file));
        QVERIFY(m_window->messages().text().contains(kept));
    }

    void keysGivenTwiceInAFileAreTold() {
        QFile file(m_home->filePath("shortcuts.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"format":1,"preset":"underpaint",
                       "keys":{"tool.brush":["Y"],"tool.fill":["Y"],"tool.wand":["Alt+F"]}})");
        file.close();
        open();
        const QString told = m_window->messages().text();
        QVERIFY2(told.contains("Fill") && told.contains("wand") && !told.contains("Brush"),
                 qPrintable(told));
        m_window->canvas().setFocus();
        press(Qt::Key_E);
        press(Qt::Key_Y);
        QCOMPARE(tool(), QString("brush"));
    }
};

} // namespace shortcuts_test

int underpaint::test::runShortcutTests(int argc, char** argv) {
    shortcuts_test::ShortcutsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "shortcuts_test.moc"
