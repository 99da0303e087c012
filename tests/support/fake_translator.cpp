// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_translator.h"

#include "engine/base/error.h"
#include "engine/scene/instance_ids.h"

#include <utility>
#include <variant>

namespace underpaint::test {

void Gate::pass() {
    std::unique_lock lock(m_mutex);
    ++m_arrivals;
    m_changed.notify_all();
    m_changed.wait(lock, [&] { return m_open; });
}

void Gate::close() {
    const std::lock_guard lock(m_mutex);
    m_open = false;
}

void Gate::open() {
    const std::lock_guard lock(m_mutex);
    m_open = true;
    m_changed.notify_all();
}

void Gate::awaitArrivals(int count) {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return m_arrivals >= count; });
}

/// Paints the revision's number as a grey; four primitives per render.
class FakeTranslator final : public translate::Translator {
public:
    FakeTranslator(FakeModels& models, const std::filesystem::path& package,
                   translate::EngineSettings settings)
        : m_models(models), m_settings(std::move(settings)) {
        m_manifest.id = package.string();
        m_manifest.name = package.stem().string();
        const std::lock_guard lock(m_models.m_mutex);
        ++m_models.m_alive;
    }
    ~FakeTranslator() override {
        const std::lock_guard lock(m_models.m_mutex);
        --m_models.m_alive;
    }
    FakeTranslator(const FakeTranslator&) = delete;
    FakeTranslator& operator=(const FakeTranslator&) = delete;

    translate::Capabilities capabilities() const override {
        translate::Capabilities can;
        can.labels = true;
        can.styles = true;
        can.encoder = true;
        return can;
    }
    const project::Manifest& manifest() const override { return m_manifest; }

    translate::RenderResult render(const scene::SceneSnapshot& scene,
                                   const translate::RenderSettings& settings,
                                   const CancelToken& cancel,
                                   const ProgressSink& progress) override {
        const Size size = settings.size.empty() ? scene->size() : settings.size;
        const FakeCall call{scene.revision(),       size,
                            scene->size(),          m_settings.device,
                            m_settings.precision,   scene->appearances,
                            scene->appearance.code, std::this_thread::get_id(),
                            settings.keepsForEdits, settings.localIsWelcome};
        {
            const std::lock_guard lock(m_models.m_mutex);
            m_models.m_calls.push_back(call);
        }
        constexpr int primitives = 4;
        for (int done = 0; done < primitives; ++done) {
            cancel.check();
            if (progress) {
                progress(static_cast<double>(done) / primitives, "network");
            }
            if (done == 1) {
                m_models.gate.pass();
            }
        }
        cancel.check();
        if (m_models.onRender) {
            m_models.onRender(call, cancel);
        }
        translate::RenderResult result;
        result.photo = Image(size.width, size.height, 3, static_cast<std::uint8_t>(call.revision));
        result.revision = call.revision;
        result.seconds = 1e-6 * static_cast<double>(size.area());
        result.stages = {{"network", result.seconds}};
        result.device = m_settings.device == "auto" ? "cuda:0" : m_settings.device;
        result.precision = "fp32";
        return result;
    }

    std::map<std::uint32_t, std::vector<float>>
    encodeStyles(const Image& photo, const InstancePlane& instances, const CancelToken&) override {
        if (photo.size() != instances.size()) {
            throw Error("the photo has another size", "style photo", "Crop it");
        }
        return {{instances.at(0, 0), {static_cast<float>(photo.at(0, 0))}}};
    }

    std::vector<float> encodeCode(const Image& photo, const CancelToken&) override {
        return {static_cast<float>(photo.at(0, 0)), 1};
    }

private:
    FakeModels& m_models;
    translate::EngineSettings m_settings;
    project::Manifest m_manifest;
};

run::ModelSource FakeModels::source() {
    return [this](const std::filesystem::path& package, const translate::EngineSettings& settings)
               -> std::unique_ptr<translate::Translator> {
        {
            const std::lock_guard lock(m_mutex);
            m_loads.push_back(settings);
        }
        loadGate.pass();
        if (onLoad) {
            onLoad(package, settings);
        }
        return std::make_unique<FakeTranslator>(*this, package, settings);
    };
}

std::vector<FakeCall> FakeModels::calls() const {
    const std::lock_guard lock(m_mutex);
    return m_calls;
}

std::vector<translate::EngineSettings> FakeModels::loads() const {
    const std::lock_guard lock(m_mutex);
    return m_loads;
}

int FakeModels::alive() const {
    const std::lock_guard lock(m_mutex);
    return m_alive;
}

run::EventSink EventLog::sink() {
    return [this](run::EngineEvent event) {
        if (auto* report = std::get_if<run::Report>(&event)) {
            report->tell();
            return;
        }
        std::visit([this](auto& one) { note(std::move(one)); }, event);
    };
}

void EventLog::note(std::any event) {
    const std::lock_guard lock(m_mutex);
    m_events.push_back(std::move(event));
    m_changed.notify_all();
}

scene::SceneSnapshot fakeScene(std::uint64_t revision, Size size) {
    scene::SceneState state;
    state.labelSet = scene::LabelSet(
        "small street", {{7, "road", {128, 64, 128}, false}, {26, "car", {0, 0, 142}, true}});
    state.labels = scene::LabelMap(size, 7);
    state.instances = scene::instancesFromLabels(state.labels);
    const Rect car{size.width / 2, size.height / 2, size.width / 4, size.height / 8};
    state.labels.fill(car, 26);
    state.instances.fill(car, 26000);
    return scene::SceneSnapshot(std::move(state), revision);
}

run::RenderRequest fakeRequest(std::uint64_t revision, run::Quality quality) {
    run::RenderRequest request{.scene = fakeScene(revision)};
    request.document = 1;
    request.ticket = revision;
    request.quality = quality;
    return request;
}

} // namespace underpaint::test
