// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/translate/frame_rollout.h"
#include "engine/translate/system.h"
#include "engine/translate/torch_border.h"
#include "engine/translate/translator.h"

namespace underpaint::translate {

namespace {

/// Keep LibTorch's exceptions inside.
/// @{
class GuardedRollout final : public FrameRollout {
public:
    explicit GuardedRollout(std::unique_ptr<FrameRollout> inner) : m_inner(std::move(inner)) {}

    void restart() override { m_inner->restart(); }
    RenderResult next(const scene::SceneSnapshot& scene, const RenderSettings& settings,
                      const CancelToken& cancel, const ProgressSink& progress) override {
        return guarded([&] { return m_inner->next(scene, settings, cancel, progress); });
    }
    RolloutMemory remember() const override {
        return guarded([&] { return m_inner->remember(); });
    }
    void recall(const RolloutMemory& memory) override {
        atTorchBorder([&] { m_inner->recall(memory); });
    }

private:
    std::unique_ptr<FrameRollout> m_inner;
};

class GuardedTranslator final : public Translator {
public:
    explicit GuardedTranslator(std::unique_ptr<Translator> inner) : m_inner(std::move(inner)) {}

    Capabilities capabilities() const override { return m_inner->capabilities(); }
    const project::Manifest& manifest() const override { return m_inner->manifest(); }

    RenderResult render(const scene::SceneSnapshot& scene, const RenderSettings& settings,
                        const CancelToken& cancel, const ProgressSink& progress) override {
        return guarded([&] { return m_inner->render(scene, settings, cancel, progress); });
    }

    std::map<std::uint32_t, std::vector<float>> encodeStyles(const Image& photo,
                                                             const InstancePlane& instances,
                                                             const CancelToken& cancel) override {
        return guarded([&] { return m_inner->encodeStyles(photo, instances, cancel); });
    }

    std::vector<float> encodeCode(const Image& photo, const CancelToken& cancel) override {
        return guarded([&] { return m_inner->encodeCode(photo, cancel); });
    }

    std::unique_ptr<FrameRollout> rollout() override {
        auto inner = guarded([&] { return m_inner->rollout(); });
        return inner == nullptr ? nullptr : std::make_unique<GuardedRollout>(std::move(inner));
    }

private:
    std::unique_ptr<Translator> m_inner;
};
/// @}

std::unique_ptr<Translator> open(const project::ModelPackage& package,
                                 const EngineSettings& settings) {
    const std::string& kind = package.manifest().kind;
    if (const System* system = findSystem(kind)) {
        if (system->open == nullptr) {
            throw Error("models of kind \"" + kind + "\" translate photos, they paint no scenes",
                        package.path().string(), "Use it with underpaint translate");
        }
        try {
            return system->open(package, settings);
        } catch (const Error& failure) {
            if (!failure.where().starts_with("manifest.json")) {
                throw;
            }
            throw Error(failure.problem(), package.path().string() + ": " + failure.where(),
                        failure.remedy());
        }
    }
    std::string known;
    for (const System& system : systems()) {
        known += known.empty() ? "" : &system == &systems().back() ? " and " : ", ";
        known += system.kind;
    }
    throw Error("this program does not know models of kind \"" + kind + "\"",
                package.path().string(), "It knows " + known);
}

} // namespace

std::unique_ptr<Translator> openTranslator(const project::ModelPackage& package,
                                           const EngineSettings& settings) {
    return std::make_unique<GuardedTranslator>(guarded([&] { return open(package, settings); }));
}

} // namespace underpaint::translate
