// SPDX-License-Identifier: GPL-3.0-or-later
// Background jobs and what happens when memory does not suffice.
#include "engine/base/error.h"
#include "engine/base/out_of_memory.h"
#include "engine/run/code_encoding.h"
#include "engine/run/code_samples.h"
#include "engine/run/compute_threads.h"
#include "engine/run/engine_thread.h"
#include "engine/run/loaded_model.h"
#include "engine/run/photo_labels.h"
#include "engine/run/style_crop.h"
#include "engine/run/style_encoding.h"
#include "engine/run/style_thumbnails.h"
#include "tests/support/engine_test.h"
#include "tests/support/fake_translator.h"

#include <new>

using namespace underpaint;
using namespace underpaint::test;
using run::EngineThread;
using run::Outcome;
using run::Quality;

namespace {

constexpr EngineThread::Options plain{.cores = 2, .lowPriority = false};

run::StyleThumbnailRequest carRequest(std::uint64_t group, std::vector<scene::Style> styles) {
    return {.scene = fakeScene(1, {512, 256}),
            .document = 1,
            .group = group,
            .instance = 26000,
            .styles = std::move(styles)};
}

std::vector<run::Work<run::StyleThumbnail>> carStyles(std::uint64_t group,
                                                      std::vector<scene::Style> styles) {
    return run::styleThumbnails(carRequest(group, std::move(styles)));
}

using EndedThumbnail = run::Ended<run::StyleThumbnail>;

/// Renders with a fake that has memory for so many pixels (on a device), and waits for the result.
run::FinishedRender renderedWith(long long pixelsOnGpu, long long pixelsOnCpu, Quality quality,
                                 FakeModels& models) {
    models.onRender = [=](const FakeCall& call, const CancelToken&) {
        if (call.size.area() > (call.device == "cpu" ? pixelsOnCpu : pixelsOnGpu)) {
            if (call.device == "cpu") {
                throw std::bad_alloc();
            }
            throw OutOfMemory("cuda:0");
        }
    };
    EventLog log;
    EngineThread engine(models.source(), log.sink(), plain);
    engine.loadModel({"street", {}});
    engine.render(fakeRequest(1, quality));
    return log.await<run::FinishedRender>(1).at(0);
}

constexpr long long plenty = 1'000'000;
constexpr long long sceneArea = 96 * 64;

} // namespace

UNDERPAINT_TEST(thumbnails_of_the_newest_selection_come_first) {
    FakeModels models;
    EventLog log;
    EngineThread engine(models.source(), log.sink(), plain);
    engine.loadModel({"street", {}});
    models.gate.close();
    engine.render(fakeRequest(1));
    models.gate.awaitArrivals(1);
    engine.submit(log.heard(carStyles(1, {scene::ClusterStyle{0}, scene::ClusterStyle{1}})));
    engine.submit(log.heard(carStyles(2, {scene::ClusterStyle{2}, scene::ClusterStyle{3}})));
    models.gate.open();
    const auto thumbnails = log.await<EndedThumbnail>(4);
    const auto calls = models.calls();
    std::string order;
    for (std::size_t i = 0; i < thumbnails.size(); ++i) {
        const scene::Style& style = *calls.at(1 + i).appearances.at(26000).style;
        order += std::to_string(std::get<scene::ClusterStyle>(style).cluster);
        const auto& image = thumbnails[i].result->image;
        CHECK(image->width() <= 128 && image->height() <= 128);
        CHECK_EQUAL(thumbnails[i].result->index, i % 2);
    }
    CHECK_EQUAL(order, "2301");
}

UNDERPAINT_TEST(a_group_of_thumbnails_is_cancelled_alone) {
    FakeModels models;
    EventLog log;
    EngineThread engine(models.source(), log.sink(), plain);
    engine.loadModel({"street", {}});
    models.gate.close();
    engine.submit(log.heard(carStyles(1, {scene::ClusterStyle{0}, scene::ClusterStyle{1}})));
    models.gate.awaitArrivals(1);
    engine.submit(log.heard(carStyles(2, {scene::ClusterStyle{2}})));
    engine.cancelGroup(1, 1);
    models.gate.open();
    log.await<EndedThumbnail>(1);
    engine.submit(log.heard(run::Work<int>{{}, [](run::WorkContext&) { return 9; }}));
    log.await<run::Ended<int>>(1);
    CHECK_EQUAL(log.of<EndedThumbnail>().size(), 1U);
    CHECK(models.calls().back().appearances.at(26000).style ==
          scene::Style(scene::ClusterStyle{2}));
}

UNDERPAINT_TEST(a_render_pushes_a_running_thumbnail_aside) {
    FakeModels models;
    EventLog log;
    EngineThread engine(models.source(), log.sink(), plain);
    engine.loadModel({"street", {}});
    models.gate.close();
    engine.submit(log.heard(carStyles(1, {scene::ClusterStyle{0}})));
    models.gate.awaitArrivals(1);
    engine.render(fakeRequest(5));
    models.gate.open();
    log.await<EndedThumbnail>(1);
    const auto calls = models.calls();
    CHECK_EQUAL(calls.size(), 3U);
    CHECK_EQUAL(calls[1].revision, 5U);
    CHECK_EQUAL(log.of<run::FinishedRender>().size(), 1U);
}

UNDERPAINT_TEST(a_thumbnail_of_an_instance_that_is_gone_fails_with_a_remedy) {
    FakeModels models;
    EventLog log;
    EngineThread engine(models.source(), log.sink(), plain);
    engine.loadModel({"street", {}});
    run::StyleThumbnailRequest request = carRequest(1, {scene::ClusterStyle{0}});
    request.instance = 26001;
    engine.submit(log.heard(run::styleThumbnails(request)));
    const auto thumbnail = log.await<EndedThumbnail>(1).at(0);
    CHECK(!thumbnail.result);
    CHECK_EQUAL(thumbnail.failure->where, "instance 26001");
}

UNDERPAINT_TEST(a_style_crop_holds_the_instance_in_its_surroundings) {
    // The car is 128 x 32 pixels at (256, 128): half as much again, but no side below 64.
    const run::StyleCrop crop = run::cropAround(fakeScene(1, {512, 256}), 26000, {128, 96});
    CHECK(crop.box == (Rect{224, 112, 192, 64}));
    CHECK(crop.photo == (Size{341, 170}));
    // However large the scene is, its photo is small.
    const run::StyleCrop large = run::cropAround(fakeScene(1, {4096, 2048}), 26000, {4096, 4096});
    CHECK(large.photo.area() <= 1 << 16);
    CHECK(large.photo.area() > 65000);
    CHECK(large.photo.width == 2 * large.photo.height);
    CHECK_ERROR(run::cropAround(fakeScene(1), 26000, {}), "width and a height");
}

UNDERPAINT_TEST(a_style_crop_stays_inside_a_small_scene) {
    const run::StyleCrop crop = run::cropAround(fakeScene(1, {40, 30}), 26000, {128, 128});
    CHECK(crop.box == (Rect{0, 0, 40, 30}));
    CHECK(crop.photo == (Size{40, 30}));
}

UNDERPAINT_TEST(thumbnails_are_cut_out_of_the_photo) {
    Image photo(20, 10, 3, std::uint8_t{0});
    for (int y = 0; y < 10; ++y) {
        for (int x = 0; x < 20; ++x) {
            photo.at(x, y, 0) = static_cast<std::uint8_t>(x);
            photo.at(x, y, 1) = static_cast<std::uint8_t>(y);
        }
    }
    const Image part = run::cutOut(photo, {30, 10, 21, 10}, {100, 50});
    CHECK(part.size() == (Size{4, 2}));
    for (int y = 0; y < 2; ++y) {
        for (int x = 0; x < 4; ++x) {
            CHECK_EQUAL(int{part.at(x, y, 0)}, 6 + x);
            CHECK_EQUAL(int{part.at(x, y, 1)}, 2 + y);
        }
    }
    // What is less than a pixel is one.
    CHECK(run::cutOut(photo, {99, 49, 1, 1}, {100, 50}).size() == (Size{1, 1}));
    CHECK(run::cutOut(photo, {0, 0, 100, 50}, {100, 50}) == photo);
}

UNDERPAINT_TEST(thumbnails_see_the_whole_scene) {
    FakeModels models;
    EventLog log;
    EngineThread engine(models.source(), log.sink(), plain);
    engine.loadModel({"street", {}});
    const run::StyleThumbnailRequest request = carRequest(1, {scene::ClusterStyle{2}});
    engine.submit(log.heard(run::styleThumbnails(request)));
    log.await<EndedThumbnail>(1);
    CHECK(models.calls().at(0).sceneSize == request.scene->size());
}

UNDERPAINT_TEST(styles_are_encoded_in_the_background) {
    FakeModels models;
    EventLog log;
    EngineThread engine(models.source(), log.sink(), plain);
    engine.loadModel({"street", {}});
    run::EncodeRequest request;
    const std::thread::id here = std::this_thread::get_id();
    request.photo = [here](const CancelToken&) {
        CHECK(std::this_thread::get_id() != here);
        return Image(8, 4, 3, std::uint8_t{9});
    };
    request.instances = scene::InstanceMap({8, 4}, 26000U);
    request.document = 3;
    engine.submit(log.heard(run::encodeStyles(request)));
    request.instances = scene::InstanceMap({4, 4}, 26000U);
    engine.submit(log.heard(run::encodeStyles(request)));
    request.photo = [](const CancelToken&) -> Image { throw Error("is no picture", "meadow.jpg"); };
    engine.submit(log.heard(run::encodeStyles(request)));
    const auto encoded = log.await<run::Ended<run::EncodedStyles>>(3);
    CHECK_EQUAL(encoded[0].result->at(26000).at(0), 9.0F);
    CHECK(encoded[1].outcome == Outcome::Failed);
    CHECK_EQUAL(encoded[2].failure->where, "meadow.jpg");
}

UNDERPAINT_TEST(an_encoding_is_cancelled_while_its_photo_is_read) {
    FakeModels models;
    EventLog log;
    test::Gate reading;
    reading.close();
    EngineThread engine(models.source(), log.sink(), plain);
    engine.loadModel({"street", {}});
    run::EncodeRequest request;
    request.photo = [&](const CancelToken&) {
        reading.pass();
        return Image(8, 4, 3, std::uint8_t{9});
    };
    request.instances = scene::InstanceMap({8, 4}, 26000U);
    request.document = 3;
    request.group = 5;
    engine.submit(log.heard(run::encodeStyles(request)));
    reading.awaitArrivals(1);
    engine.cancelGroup(3, 5);
    reading.open();
    const auto encoded = log.await<run::Ended<run::EncodedStyles>>(1);
    CHECK(encoded[0].outcome == Outcome::Cancelled);
    CHECK(!encoded[0].result);
}

UNDERPAINT_TEST(photos_are_segmented_and_the_segmenter_stays_loaded) {
    FakeModels models;
    EventLog log;
    std::vector<std::filesystem::path> loaded;
    EngineThread engine(models.source(), log.sink(), plain);
    run::SegmentRequest request;
    request.source = [&](const std::filesystem::path& package,
                         const translate::EngineSettings& settings) -> run::Segmenter {
        CHECK_EQUAL(settings.threads, 2);
        if (package == "broken") {
            throw Error("has no segmenter", package.string());
        }
        loaded.push_back(package);
        return [](const Image& photo, const CancelToken&, const ProgressSink& progress) {
            progress(0.5, "network");
            translate::SegmentedPhoto segmented;
            segmented.labels = LabelPlane(photo.width(), photo.height(), 7);
            return segmented;
        };
    };
    request.photo = std::make_shared<const Image>(8, 4, 3, std::uint8_t{9});
    for (const char* package : {"a", "a", "broken", "b"}) {
        request.package = package;
        engine.submit(log.heard(run::segmentPhoto(request)));
    }
    const auto segmented = log.await<run::Ended<translate::SegmentedPhoto>>(4);
    CHECK(loaded == (std::vector<std::filesystem::path>{"a", "b"}));
    CHECK(segmented[1].result->labels == LabelPlane(8, 4, 7));
    CHECK_EQUAL(segmented[2].failure->problem, "has no segmenter");
    CHECK(!segmented[2].result);
    CHECK_EQUAL(log.of<WorkProgress>().size(), 3U);
}

UNDERPAINT_TEST(work_gets_the_model_reports_progress_and_tells_of_its_end) {
    FakeModels models;
    EventLog log;
    EngineThread engine(models.source(), log.sink(), plain);
    engine.loadModel({"street", {}});
    const auto submit = [&](std::function<std::string(run::WorkContext&)> compute) {
        engine.submit(log.heard(run::Work<std::string>{{.document = 2}, std::move(compute)}));
    };
    submit([](run::WorkContext& context) {
        context.progress()(0.5, "half");
        context.progress()(0.51, "half"); // less than a step
        context.progress()(1, "done");
        return context.model().translator().manifest().name;
    });
    submit([](run::WorkContext&) -> std::string { throw Cancelled(); });
    submit([](run::WorkContext&) -> std::string { throw Error("no room", "disk"); });
    const auto ended = log.await<run::Ended<std::string>>(3);
    CHECK(ended[0].outcome == Outcome::Done);
    CHECK_EQUAL(ended[0].result.value(), "street");
    CHECK(ended[1].outcome == Outcome::Cancelled);
    CHECK(!ended[1].result);
    CHECK_EQUAL(ended[2].failure->problem, "no room");
    CHECK_EQUAL(log.of<WorkProgress>().size(), 2U);
}

UNDERPAINT_TEST(what_work_keeps_lives_and_ends_on_the_engine_thread) {
    struct Kept {
        std::shared_ptr<int> count = std::make_shared<int>(0);
    };
    FakeModels models;
    EventLog log;
    std::weak_ptr<int> watched;
    {
        EngineThread engine(models.source(), log.sink(), plain);
        for (int i = 0; i < 2; ++i) {
            engine.submit(log.heard(run::Work<int>{{}, [&](run::WorkContext& context) {
                                                       watched = context.kept<Kept>().count;
                                                       return ++*context.kept<Kept>().count;
                                                   }}));
        }
        CHECK_EQUAL(log.await<run::Ended<int>>(2)[1].result.value(), 2);
        CHECK(!watched.expired());
    }
    CHECK(watched.expired());
}

UNDERPAINT_TEST(a_preview_falls_back_to_smaller_sizes_and_then_to_the_cpu) {
    FakeModels half;
    const auto smaller = renderedWith(sceneArea / 2, plenty, Quality::Preview, half);
    CHECK(smaller.image->size() == (Size{48, 32}));
    CHECK_EQUAL(smaller.note, "out of memory: rendered at half size");
    CHECK_EQUAL(half.loads().size(), 1U);

    FakeModels nothing;
    const auto onCpu = renderedWith(0, plenty, Quality::Preview, nothing);
    CHECK(onCpu.image->size() == (Size{24, 16}));
    CHECK_EQUAL(onCpu.device, "cpu");
    CHECK_EQUAL(onCpu.note, "out of memory: rendered at a quarter of the size on the CPU");
}

UNDERPAINT_TEST(an_exact_photo_falls_back_to_the_cpu_and_then_to_a_preview) {
    FakeModels cpu;
    const auto onCpu = renderedWith(100, plenty, Quality::Exact, cpu);
    CHECK(onCpu.quality == Quality::Exact);
    CHECK(onCpu.image->size() == (Size{96, 64}));
    CHECK_EQUAL(onCpu.note, "out of memory: rendered on the CPU");

    FakeModels small;
    const auto preview = renderedWith(sceneArea / 2, 0, Quality::Exact, small);
    CHECK(preview.quality == Quality::Preview);
    CHECK(preview.image->size() == (Size{48, 32}));
}

UNDERPAINT_TEST(an_export_is_never_smaller_than_asked_for) {
    FakeModels models;
    const auto result = renderedWith(sceneArea / 2, sceneArea / 2, Quality::Export, models);
    CHECK(result.outcome == Outcome::Failed);
    CHECK(result.failure->outOfMemory);
    CHECK(result.failure->message().find("Render at a smaller size") != std::string::npos);
    CHECK_EQUAL(result.failure->where, "cuda:0"); // of the first attempt, which was what was asked
}

UNDERPAINT_TEST(another_precision_is_rendered_with_a_twin_of_the_model) {
    FakeModels models;
    EventLog log;
    EngineThread engine(models.source(), log.sink(), plain);
    engine.loadModel({"street", {}});
    run::RenderRequest request = fakeRequest(1, Quality::Export);
    request.precision = nets::Precision::Fp32;
    engine.render(request);
    engine.render(request);
    engine.render(fakeRequest(2, Quality::Export));
    log.await<run::FinishedRender>(3);
    const auto calls = models.calls();
    CHECK(calls[0].precision == nets::Precision::Fp32);
    CHECK(calls[2].precision == nets::Precision::Auto);
    CHECK_EQUAL(models.loads().size(), 2U);
}

UNDERPAINT_TEST(the_interface_keeps_a_core_where_there_are_more_than_two) {
    CHECK_EQUAL(run::computeThreads(0), 1);
    CHECK_EQUAL(run::computeThreads(1), 1);
    CHECK_EQUAL(run::computeThreads(2), 2);
    CHECK_EQUAL(run::computeThreads(3), 2);
    CHECK_EQUAL(run::computeThreads(16), 15);
    // A training beside it takes half of them, so that it waits for nobody.
    CHECK_EQUAL(run::trainingThreads(0), 1);
    CHECK_EQUAL(run::trainingThreads(2), 1);
    CHECK_EQUAL(run::trainingThreads(16), 8);
}

UNDERPAINT_TEST(samples_of_codes_come_in_their_order_and_can_be_cancelled) {
    FakeModels models;
    EventLog log;
    EngineThread engine(models.source(), log.sink(), plain);
    engine.loadModel({"street", {}});
    run::CodeSampleRequest request{.scene = fakeScene(1, {512, 256}), .document = 3, .group = 7};
    for (const float value : {0.5F, -1.0F, 2.0F}) {
        request.codes.push_back({{value, 0}});
    }
    engine.submit(log.heard(run::codeSamples(request)));
    const auto samples = log.await<run::Ended<run::CodeSample>>(3);
    const auto calls = models.calls();
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK_EQUAL(samples[i].result->index, i);
        CHECK(samples[i].result->image->size() == (Size{256, 128}));
        CHECK(calls[i].code == request.codes[i]);
    }
    models.gate.close();
    engine.submit(log.heard(run::codeSamples(request)));
    models.gate.awaitArrivals(4);
    engine.cancelGroup(3, 7);
    models.gate.open();
    engine.submit(log.heard(run::Work<int>{{}, [](run::WorkContext&) { return 9; }}));
    log.await<run::Ended<int>>(1);
    CHECK_EQUAL(log.of<run::Ended<run::CodeSample>>().size(), 3U);
    CHECK_EQUAL(models.calls().size(), 4U);
}

UNDERPAINT_TEST(codes_are_encoded_in_the_background) {
    FakeModels models;
    EventLog log;
    EngineThread engine(models.source(), log.sink(), plain);
    engine.loadModel({"street", {}});
    engine.submit(log.heard(run::encodeCode(
        {.photo = [](const CancelToken&) { return Image(8, 4, 3, std::uint8_t{9}); },
         .document = 3})));
    const auto ended = log.await<run::Ended<std::vector<float>>>(1).at(0);
    CHECK(*ended.result == (std::vector<float>{9, 1}));
}
