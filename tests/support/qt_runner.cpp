// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the engine tests of a program under Qt Test: one data row per test, so that they can be
// selected (`nets engine:NAME`) and reported like any Qt test.
#include "tests/support/engine_test.h"

#include <QtTest/QtTest>

using namespace underpaint::test;

class EngineTests : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void engine_data() {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const TestCase& testCase : testCases()) {
            QTest::newRow(testCase.name.c_str()) << index++;
        }
    }

    void engine() {
        QFETCH(int, index);
        try {
            testCases()[static_cast<std::size_t>(index)].run();
        } catch (const Skipped& skipped) {
            QSKIP(skipped.what());
        } catch (const std::exception& error) {
            QFAIL(error.what());
        }
    }
};

QTEST_APPLESS_MAIN(EngineTests)

#include "qt_runner.moc"
