// SPDX-License-Identifier: GPL-3.0-or-later
// The engine behind signals: a fake translator, a real engine thread and a real event loop.
#include "app/engine_bridge.h"
#include "engine/base/error.h"
#include "engine/run/style_thumbnails.h"
#include "tests/support/fake_translator.h"

#include <QSignalSpy>
#include <QThread>
#include <QtTest/QtTest>

#include <cstddef>
#include <memory>
#include <vector>

using namespace underpaint;
using namespace underpaint::test;
using app::EngineBridge;
using run::Outcome;
using run::Quality;

namespace {

constexpr run::EngineThread::Options plain{.cores = 2, .lowPriority = false};

} // namespace

class EngineBridgeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void resultsArriveOnTheThreadOfTheBridge() {
        FakeModels models;
        EngineBridge bridge(models.source(), plain);
        bridge.openDocument(1);
        QThread* thread = nullptr;
        run::FinishedRender got;
        bool direct = true;
        connect(&bridge, &EngineBridge::rendered, this, [&](const run::FinishedRender& result) {
            thread = QThread::currentThread();
            got = result;
            QVERIFY(!direct);
        });
        QSignalSpy loaded(&bridge, &EngineBridge::modelLoaded);
        QSignalSpy progressed(&bridge, &EngineBridge::renderProgressed);
        bridge.loadModel({"street", {}});
        bridge.render(fakeRequest(3));
        models.gate.awaitArrivals(1); // rendered meanwhile, but nothing arrives without a loop
        direct = false;
        QTRY_VERIFY(thread != nullptr);
        QCOMPARE(thread, QThread::currentThread());
        QCOMPARE(got.revision, 3U);
        QVERIFY(got.image != nullptr);
        QCOMPARE(loaded.count(), 1);
        QVERIFY(progressed.count() > 0);
    }

    void resultsOfClosedDocumentsAreDropped() {
        FakeModels models;
        EngineBridge bridge(models.source(), plain);
        bridge.openDocument(1);
        bridge.loadModel({"street", {}});
        QSignalSpy rendered(&bridge, &EngineBridge::rendered);
        int told = 0;
        const auto work = [&told](run::DocumentId document) {
            return run::Work<int>{{.document = document},
                                  [](run::WorkContext&) { return 7; },
                                  [&told](const run::Ended<int>& ended) { told += *ended.result; }};
        };
        bridge.submit(work(1));
        bridge.render(fakeRequest(1, Quality::Export));
        // Its photo is on the way to this thread when the document is closed.
        models.gate.awaitArrivals(1);
        bridge.closeDocument(1);
        bridge.render(fakeRequest(2, Quality::Export));
        bridge.submit(work(1));
        bridge.submit(work(0));
        QTRY_COMPARE(told, 7);
        QCOMPARE(rendered.count(), 0);
        bridge.openDocument(1);
        bridge.render(fakeRequest(3));
        QTRY_COMPARE(rendered.count(), 1);
    }

    void failuresArriveAsSignals() {
        FakeModels models;
        models.onLoad = [](const std::filesystem::path& package, const translate::EngineSettings&) {
            if (package == "broken") {
                throw Error("is damaged", "broken", "Copy it again");
            }
        };
        models.onRender = [](const FakeCall&, const CancelToken&) {
            throw Error("does not fit", "scene", "Choose another model");
        };
        EngineBridge bridge(models.source(), plain);
        bridge.openDocument(1);
        QString text;
        connect(&bridge, &EngineBridge::modelFailed, this, [&](const run::ModelFailed& failed) {
            text += QString::fromStdString(failed.failure.message()) + u'\n';
        });
        connect(&bridge, &EngineBridge::rendered, this, [&](const run::FinishedRender& result) {
            QCOMPARE(result.outcome, Outcome::Failed);
            text += QString::fromStdString(result.failure->message()) + u'\n';
        });
        bridge.loadModel({"broken", {}});
        QTRY_COMPARE(text.count(u'\n'), 1);
        bridge.loadModel({"street", {}});
        bridge.render(fakeRequest(1));
        QTRY_COMPARE(text.count(u'\n'), 2);
        QVERIFY(text.contains("Copy it again"));
        QVERIFY(text.contains("Choose another model"));
    }

    void idlenessIsToldOnceTheLastJobCountsNoMore() {
        FakeModels models;
        EngineBridge bridge(models.source(), plain);
        bridge.openDocument(1);
        std::vector<std::size_t> pending;
        connect(&bridge, &EngineBridge::becameIdle, this,
                [&] { pending.push_back(bridge.pending()); });
        models.gate.close();
        bridge.loadModel({"street", {}});
        bridge.render(fakeRequest(1, Quality::Export));
        bridge.render(fakeRequest(2, Quality::Export));
        models.gate.awaitArrivals(1);
        QCoreApplication::processEvents();
        QVERIFY(pending.empty());
        models.gate.open();
        QTRY_COMPARE(pending, std::vector<std::size_t>{0});
    }

    void theInterfaceIsNeverHeldUpByABlockedTranslator() {
        FakeModels models;
        EngineBridge bridge(models.source(), plain);
        bridge.openDocument(1);
        bridge.loadModel({"street", {}});
        QSignalSpy rendered(&bridge, &EngineBridge::rendered);
        models.gate.close();
        bridge.render(fakeRequest(1));
        models.gate.awaitArrivals(1);
        for (std::uint64_t revision = 2; revision <= 1000; ++revision) {
            bridge.render(fakeRequest(revision));
        }
        bridge.cancelRender(1);
        auto thumbnails = run::styleThumbnails({.scene = fakeScene(1, {256, 256}),
                                                .document = 1,
                                                .instance = 26000,
                                                .styles = {scene::ClusterStyle{1}}});
        int painted = 0;
        thumbnails.front().ended = [&](const run::Ended<run::StyleThumbnail>& ended) {
            painted += ended.result && QThread::currentThread() == thread() ? 1 : 0;
        };
        bridge.submit(std::move(thumbnails));
        QCoreApplication::processEvents();
        QCOMPARE(rendered.count(), 0);
        models.gate.open();
        QTRY_COMPARE(rendered.count(), 2);
        QTRY_COMPARE(painted, 1);
    }

    void endsWhileResultsAreOnTheirWay() {
        FakeModels models;
        {
            EngineBridge bridge(models.source(), plain);
            bridge.openDocument(1);
            connect(&bridge, &EngineBridge::rendered, this, [] { QFAIL("came too late"); });
            bridge.loadModel({"street", {}});
            bridge.render(fakeRequest(1, Quality::Export));
            bridge.render(fakeRequest(2, Quality::Export));
            models.gate.awaitArrivals(2);
        }
        QCoreApplication::processEvents();
        QCOMPARE(models.alive(), 0);
    }
};

QTEST_GUILESS_MAIN(EngineBridgeTest)

#include "engine_bridge_test.moc"
