// SPDX-License-Identifier: GPL-3.0-or-later
// The first life of the editor: paints, saves, and dies in the middle of a stroke.
#include "engine/base/atomic_file.h"
#include "engine/project/file/project_file.h"
#include "engine/scene/instances.h"
#include "tests/e2e/editor_desk.h"
#include "tests/support/window_panel.h"
#include "ui/docks/style_dock.h"
#include "ui/docks/style_tile.h"
#include "ui/tools/tool.h"
#include "ui/tools/tool_controller.h"

#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QUndoStack>

#include <iostream>

namespace underpaint::test {

namespace {

constexpr std::uint16_t road = 3;
constexpr std::uint16_t car = 8;
constexpr QSize roomForCars(120, 60);

} // namespace

class PaintingEditor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void opensTheSampleRendered();
    void paintsTwoCarsThatTouch();
    void givesEachAnotherStyle();
    void movesOne();
    void undoesAndRedoesEverything();
    void saves();
    void diesInTheMiddleOfAStroke();

private:
    /// A place that is nothing but road, for two cars one below the other.
    QRect freeRoad();
    QPoint middleOf(std::uint32_t instance);
    void chooseStyle(std::uint32_t instance, std::size_t tile);
    QUndoStack& stack() { return m_desk.document().undoStack(); }

    EditorDesk m_desk;
    scene::SceneState m_sample;
    std::uint32_t m_upper = 0;
    std::uint32_t m_lower = 0;
};

QRect PaintingEditor::freeRoad() {
    const scene::SceneState& scene = m_desk.scene();
    const auto free = [&](const QRect& place) {
        for (int y = place.top(); y <= place.bottom(); ++y) {
            for (int x = place.left(); x <= place.right(); ++x) {
                if (scene.labels.at(x, y) != road) {
                    return false;
                }
            }
        }
        return true;
    };
    const Size size = scene.size();
    for (int y = 0; y + roomForCars.height() <= size.height; y += 4) {
        for (int x = 0; x + roomForCars.width() <= size.width; x += 4) {
            if (const QRect place({x, y}, roomForCars); free(place)) {
                return place;
            }
        }
    }
    return {};
}

QPoint PaintingEditor::middleOf(std::uint32_t instance) {
    const std::vector<scene::PixelSpan> spans = scene::spansOf(m_desk.scene().instances, instance);
    const scene::PixelSpan& span = spans.at(spans.size() / 2);
    return {span.x + span.length / 2, span.y};
}

void PaintingEditor::opensTheSampleRendered() {
    m_desk.waitForExact();
    QVERIFY(m_desk.session().models().model() != nullptr);
    QCOMPARE(m_desk.session().models().model()->manifest.name, std::string("street"));
    QVERIFY(!m_desk.document().modified());
    m_sample = m_desk.scene();
}

void PaintingEditor::paintsTwoCarsThatTouch() {
    const QRect room = freeRoad();
    QVERIFY(!room.isEmpty());
    m_desk.key(Qt::Key_B);
    m_desk.key(Qt::Key_9);
    QCOMPARE(m_desk.state().currentLabel(), car);
    const auto* brush = m_desk.window().tools().find("brush");
    QCOMPARE(&m_desk.window().tools().active(), brush);
    const int y = room.center().y();
    m_desk.key(Qt::Key_N);
    m_desk.mouseStroke({room.left() + 25, y - 10}, {room.right() - 25, y - 10});
    m_upper = m_desk.scene().instances.at(room.center().x(), y - 10);
    m_desk.key(Qt::Key_N);
    m_desk.penStroke({room.left() + 25, y + 2}, {room.right() - 25, y + 2});
    m_lower = m_desk.scene().instances.at(room.center().x(), y + 2);
    QVERIFY(m_upper != m_lower);
    QCOMPARE(stack().count(), 2);
    int touching = 0;
    for (int x = room.left(); x <= room.right(); ++x) {
        for (int row = room.top(); row < room.bottom(); ++row) {
            touching += m_desk.scene().instances.at(x, row) == m_upper &&
                        m_desk.scene().instances.at(x, row + 1) == m_lower;
        }
    }
    QVERIFY(touching > 10);
    for (const std::uint32_t one : {m_upper, m_lower}) {
        const auto info = scene::instanceIn(m_desk.scene(), one);
        QVERIFY(info.has_value());
        QCOMPARE(info->label, car);
    }
    QVERIFY(!scene::instanceIn(m_sample, m_upper));
    QVERIFY(!scene::instanceIn(m_sample, m_lower));
}

void PaintingEditor::chooseStyle(std::uint32_t instance, std::size_t tile) {
    m_desk.altClick(middleOf(instance));
    QCOMPARE(m_desk.state().selectedInstances(), std::vector<std::uint32_t>{instance});
    const auto& tiles = test::panel<ui::StyleDock>(m_desk.window()).tiles();
    QVERIFY(tiles.size() > tile);
    QTest::mouseClick(tiles[tile], Qt::LeftButton);
    QVERIFY(m_desk.scene().styleOf(instance) != nullptr);
    QCOMPARE(*m_desk.scene().styleOf(instance),
             scene::Style(scene::ClusterStyle{static_cast<std::uint32_t>(tile)}));
}

void PaintingEditor::givesEachAnotherStyle() {
    m_desk.waitForExact();
    const QImage before = m_desk.session().rendering().photo().photo();
    chooseStyle(m_upper, 0);
    chooseStyle(m_lower, 3);
    m_desk.waitForExact();
    const QPoint upper = middleOf(m_upper);
    const QPoint lower = middleOf(m_lower);
    const QImage& photo = m_desk.session().rendering().photo().photo();
    QVERIFY(photo.pixel(upper) != before.pixel(upper) || photo.pixel(lower) != before.pixel(lower));
}

void PaintingEditor::movesOne() {
    const auto before = scene::instanceIn(m_desk.scene(), m_lower);
    const auto other = scene::instanceIn(m_desk.scene(), m_upper);
    const QPoint hold = middleOf(m_lower);
    m_desk.key(Qt::Key_V);
    m_desk.mouseStroke(hold, hold + QPoint(9, 14));
    m_desk.key(Qt::Key_Return);
    const auto after = scene::instanceIn(m_desk.scene(), m_lower);
    QVERIFY(before && after && other);
    QVERIFY(std::abs(after->box.x - before->box.x - 9) <= 1);
    QVERIFY(std::abs(after->box.y - before->box.y - 14) <= 1);
    QCOMPARE(after->area, before->area);
    QCOMPARE(scene::instanceIn(m_desk.scene(), m_upper), other);
    QVERIFY(m_desk.scene().styleOf(m_lower) != nullptr);
}

void PaintingEditor::undoesAndRedoesEverything() {
    m_desk.waitForExact();
    const scene::SceneState painted = m_desk.scene();
    const QImage photo = m_desk.session().rendering().photo().photo();
    const int steps = stack().count();
    QVERIFY(steps >= 5);
    for (int i = 0; i < steps; ++i) {
        m_desk.key(Qt::Key_Z, Qt::ControlModifier);
    }
    QVERIFY(!stack().canUndo());
    QVERIFY(m_desk.scene() == m_sample);
    m_desk.waitForExact();
    QVERIFY(m_desk.session().rendering().photo().photo() != photo);
    for (int i = 0; i < steps; ++i) {
        m_desk.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    }
    QVERIFY(!stack().canRedo());
    QVERIFY(m_desk.scene() == painted);
    m_desk.waitForExact();
    QCOMPARE(m_desk.session().rendering().photo().photo(), photo);
}

void PaintingEditor::saves() {
    answerNext<QFileDialog>(*this, [](QFileDialog& dialog) {
        // As typed: selectFile() leaves a name alone while it is being edited.
        dialog.findChild<QLineEdit*>(QStringLiteral("fileNameEdit"))
            ->setText(QDir::current().filePath(savedName));
        static_cast<QDialog&>(dialog).accept();
    });
    m_desk.key(Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk.document().modified(), editorPatience);
    QVERIFY(QFileInfo(savedName).size() > 0);
    QCOMPARE(m_desk.document().displayName(), QString(savedName));
}

void PaintingEditor::diesInTheMiddleOfAStroke() {
    m_desk.takeKeys();
    m_desk.key(Qt::Key_B);
    m_desk.key(Qt::Key_4);
    QVERIFY(m_desk.state().currentLabel() != car);
    m_desk.mouseStroke({40, 20}, {90, 20}); // only in the journal
    m_desk.key(Qt::Key_8, Qt::AltModifier); // no edit
    project::Project expected;
    expected.state = m_desk.scene();
    writeFileAtomically(expectedName, project::encodeProject(expected));
    QTest::mousePress(&m_desk.canvas(), Qt::LeftButton, {}, m_desk.at({200, 30}));
    for (int i = 0; i < editorPatience; ++i) {
        QTest::mouseMove(&m_desk.canvas(), m_desk.at({200 + i % 100, 30 + i / 100 % 60}));
        QTest::qWait(1);
        if (i == 5) {
            std::cout << midStroke << std::endl;
        }
    }
    QFAIL("nobody ended this program");
}

int runPaintingEditor(const QStringList& arguments) {
    PaintingEditor test;
    return QTest::qExec(&test, arguments);
}

} // namespace underpaint::test

#include "editor_painting.moc"
