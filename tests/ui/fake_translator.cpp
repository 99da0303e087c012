// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/fake_translator.h"

#include "engine/base/error.h"
#include "engine/project/package/model_package.h"
#include "engine/scene/drawn_code.h"
#include "engine/translate/translator.h"
#include "tests/support/fading_photos.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace underpaint::test {

namespace {

constexpr int features = 3;

/// Steps between the levels, as of a fine gradient.
DeepImage deepened(const Image& photo) {
    DeepImage deep(photo.width(), photo.height(), 3, 0);
    for (std::size_t i = 0; i < deep.values().size(); ++i) {
        deep.values()[i] = static_cast<std::uint16_t>(
            std::min<std::size_t>(photo.values()[i] * deepSteps + i % deepSteps, 65535));
    }
    return deep;
}

class FakeRollout final : public translate::FrameRollout {
public:
    FakeRollout(translate::Translator& alone, std::shared_ptr<FakeBehaviour> behaviour)
        : m_alone(alone), m_behaviour(std::move(behaviour)) {}

    void restart() override { m_fading.restart(); }
    translate::RenderResult next(const scene::SceneSnapshot& scene,
                                 const translate::RenderSettings& settings,
                                 const CancelToken& cancel, const ProgressSink& progress) override {
        translate::RenderResult result = m_alone.render(scene, settings, cancel, progress);
        m_fading.addTo(result.photo);
        ++m_behaviour->rolled;
        return result;
    }
    translate::RolloutMemory remember() const override { return m_fading.remember(); }
    void recall(const translate::RolloutMemory& memory) override { m_fading.recall(memory); }

private:
    translate::Translator& m_alone;
    std::shared_ptr<FakeBehaviour> m_behaviour;
    FadingPhotos m_fading;
};

class FakeTranslator final : public translate::Translator {
public:
    FakeTranslator(project::Manifest manifest, std::shared_ptr<FakeBehaviour> behaviour)
        : m_manifest(std::move(manifest)),
          m_behaviour(std::move(behaviour)),
          m_styles(m_behaviour->styles),
          m_photos(m_behaviour->photos),
          m_codes(m_behaviour->codes),
          m_exemplars(m_behaviour->exemplars),
          m_sequences(m_behaviour->sequences) {
        if (m_styles) {
            m_manifest.featNum = features;
            m_manifest.styles[8] = {{{-0.5, 0, 0.5}, 0.7}, {{0.5, 0.5, -0.5}, 0.3}};
            m_manifest.styles[3] = {{{0, 0, 0}, 0.4}, {{0.9, 0, 0}, 0.3}, {{0, 0.9, 0}, 0.3}};
        }
    }

    translate::Capabilities capabilities() const override {
        return {.labels = true,
                .instances = true,
                .styles = m_styles,
                .encoder = m_styles,
                .photoInput = m_photos,
                .variation = m_codes > 0,
                .latentSize = m_codes,
                .codeEncoder = m_codes > 0,
                .exemplars = m_exemplars,
                .sequences = m_sequences};
    }
    const project::Manifest& manifest() const override { return m_manifest; }

    translate::RenderResult render(const scene::SceneSnapshot& scene,
                                   const translate::RenderSettings& settings,
                                   const CancelToken& cancel,
                                   const ProgressSink& progress) override {
        if (m_behaviour->fail) {
            throw Error("the fake model is asked to fail", "fake", "ask it not to");
        }
        while (m_behaviour->hold && !passes()) {
            cancel.check();
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        const Image* reference = m_photos ? scene->referencePhoto.get() : nullptr;
        const Size own = scene->size();
        const bool local = settings.localIsWelcome && m_behaviour->local && !m_kept.empty();
        const Size size = settings.size.empty() || local ? own : settings.size;
        const scene::LatentCode code = codeOf(*scene);
        translate::RenderResult result;
        result.photo = Image(size.width, size.height, 3, 0);
        for (int y = 0; y < size.height; ++y) {
            cancel.check();
            if (progress && y % 64 == 0) {
                progress(static_cast<double>(y) / size.height, "network");
            }
            for (int x = 0; x < size.width; ++x) {
                const Point at{x * own.width / size.width, y * own.height / size.height};
                const scene::Style* style = scene->styleOf(scene->instances.at(at));
                const auto* cluster =
                    style != nullptr ? std::get_if<scene::ClusterStyle>(style) : nullptr;
                const auto* given = m_behaviour->features && style != nullptr
                                        ? std::get_if<scene::FeatureStyle>(style)
                                        : nullptr;
                const QColor plain = given != nullptr ? fakeFeatures(given->values)
                                     : reference != nullptr
                                         ? QColor(reference->at(0, 0, 0), reference->at(0, 0, 1),
                                                  reference->at(0, 0, 2))
                                         : fakeColour(scene->labels.at(at),
                                                      cluster != nullptr ? cluster->cluster : 0);
                const QColor colour = m_codes > 0 ? fakeVariation(plain, code) : plain;
                result.photo.at(x, y, 0) = static_cast<std::uint8_t>(colour.red());
                result.photo.at(x, y, 1) = static_cast<std::uint8_t>(colour.green());
                result.photo.at(x, y, 2) = static_cast<std::uint8_t>(colour.blue());
            }
        }
        if (settings.deep) {
            result.deep = deepened(result.photo);
        }
        result.seconds = 0.001;
        if (m_behaviour->local) {
            keepOrMark(result, settings, local);
        }
        if (m_exemplars) {
            result.matches = mirrored(*scene, size);
        }
        ++m_behaviour->renders;
        result.revision = scene.revision();
        result.device = "fake";
        result.precision = "fp32";
        return result;
    }

    std::map<std::uint32_t, std::vector<float>>
    encodeStyles(const Image&, const InstancePlane& instances, const CancelToken&) override {
        std::map<std::uint32_t, std::vector<float>> styles;
        for (const std::uint32_t id : instances.values()) {
            styles[id] = {0.25F, -0.25F, 0.5F};
        }
        return styles;
    }

    std::vector<float> encodeCode(const Image&, const CancelToken&) override {
        return fakeCode(m_codes).values;
    }

    std::unique_ptr<translate::FrameRollout> rollout() override {
        return m_sequences ? std::make_unique<FakeRollout>(*this, m_behaviour) : nullptr;
    }

private:
    bool passes() {
        int left = m_behaviour->passing;
        while (left > 0 && !m_behaviour->passing.compare_exchange_weak(left, left - 1)) {
        }
        return left > 0;
    }

    scene::LatentCode codeOf(const scene::SceneState& scene) const {
        const scene::LatentCode& own = scene.appearance.code;
        return own.values.empty() ? scene::drawnCode(scene.seed, m_codes) : own;
    }

    static std::shared_ptr<const translate::ExemplarMatches>
    mirrored(const scene::SceneState& scene, Size size) {
        const auto all = scene.allExemplars();
        if (all.empty()) {
            return nullptr;
        }
        const scene::Exemplar& one = *all.begin()->second;
        const Size photo = one.photo->size();
        constexpr int stride = 4;
        translate::ExemplarMatches matches;
        matches.stride = stride;
        matches.places = {(size.width + stride - 1) / stride, (size.height + stride - 1) / stride};
        matches.exemplars = {one.id};
        for (int y = 0; y < matches.places.height; ++y) {
            for (int x = 0; x < matches.places.width; ++x) {
                const Point from{photo.width - 1 - x * photo.width / matches.places.width,
                                 y * photo.height / matches.places.height};
                matches.found.push_back({0, from, 0.5F, x % 2 == 0 ? 0.0F : 100.0F});
            }
        }
        for (const scene::Pin& pin : one.pins) {
            const Point at{pin.scene.x * size.width / scene.size().width,
                           pin.scene.y * size.height / scene.size().height};
            matches
                .found[static_cast<std::size_t>(at.y / stride * matches.places.width +
                                                at.x / stride)]
                .from = pin.exemplar;
        }
        matches.warped = Image(size.width, size.height, 3, 0);
        for (int y = 0; y < size.height; ++y) {
            for (int x = 0; x < size.width; ++x) {
                const Point from = matches.at({x, y}).from;
                for (int c = 0; c < 3; ++c) {
                    matches.warped.at(x, y, c) = one.photo->at(from.x, from.y, c);
                }
            }
        }
        return std::make_shared<const translate::ExemplarMatches>(std::move(matches));
    }

    void keepOrMark(translate::RenderResult& result, const translate::RenderSettings& settings,
                    bool local) {
        constexpr double slow = 0.5;
        constexpr std::uint8_t blue = 200;
        result.local = local;
        result.keptForEdits = local || settings.keepsForEdits;
        if (local) {
            for (int y = 0; y < m_kept.height(); ++y) {
                for (int x = 0; x < m_kept.width(); ++x) {
                    if (result.photo.at(x, y) != m_kept.at(x, y)) {
                        result.photo.at(x, y, 2) = blue;
                    }
                }
            }
            ++m_behaviour->locals;
        } else if (settings.keepsForEdits) {
            m_kept = result.photo;
            result.seconds = slow;
        }
    }

    project::Manifest m_manifest;
    std::shared_ptr<FakeBehaviour> m_behaviour;
    Image m_kept;
    bool m_styles;
    bool m_photos;
    int m_codes;
    bool m_exemplars;
    bool m_sequences;
};

} // namespace

run::ModelSource fakeModels(std::shared_ptr<FakeBehaviour> behaviour) {
    return [behaviour = std::move(behaviour)](const std::filesystem::path& package,
                                              const translate::EngineSettings&) {
        return std::make_unique<FakeTranslator>(project::ModelPackage::open(package).manifest(),
                                                behaviour);
    };
}

run::SegmenterSource fakeSegmenters() {
    return [](const std::filesystem::path&, const translate::EngineSettings&) {
        return [](const Image& photo, const CancelToken&, const ProgressSink&) {
            constexpr std::uint16_t sky = 0;
            constexpr std::uint16_t road = 3;
            constexpr std::uint16_t car = 8;
            translate::SegmentedPhoto seen;
            seen.labels = LabelPlane(photo.width(), photo.height(), sky);
            for (int y = photo.height() / 2; y < photo.height(); ++y) {
                for (int x = 0; x < photo.width(); ++x) {
                    seen.labels.at(x, y) = x < photo.width() / 2 ? car : road;
                }
            }
            return seen;
        };
    };
}

namespace {

class FakePhotoTranslator final : public translate::PhotoTranslator {
public:
    explicit FakePhotoTranslator(std::shared_ptr<FakeTranslations> behaviour)
        : m_behaviour(std::move(behaviour)) {}

    const project::Manifest& manifest() const override { return m_manifest; }
    bool translatesInstances() const override { return true; }
    translate::PhotoTranslation translate(const translate::PhotoTranslationRequest& request,
                                          const CancelToken& cancel,
                                          const ProgressSink& progress) override {
        m_behaviour->masks = static_cast<int>(request.masks.size());
        m_behaviour->strength = request.settings.strength;
        if (m_behaviour->failing) {
            throw Error("the fake cannot translate", "fake");
        }
        while (m_behaviour->holding) {
            cancel.check();
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        progress(0.5, "translating");
        translate::PhotoTranslation made;
        made.photo = request.photo;
        made.changed = Image(made.photo.width(), made.photo.height());
        for (const Image& mask : request.masks) {
            made.masks.push_back(lowerHalf(mask));
            for (int y = 0; y < mask.height(); ++y) {
                for (int x = 0; x < mask.width(); ++x) {
                    if (mask.at(x, y) < 128) {
                        continue;
                    }
                    const bool in = made.masks.back().at(x, y) >= 128;
                    made.photo.at(x, y, 0) = in ? 255 : 0;
                    made.photo.at(x, y, 1) = 0;
                    made.photo.at(x, y, 2) = in ? 0 : 255;
                    made.changed.at(x, y) = 255;
                }
            }
        }
        return made;
    }

private:
    static Image lowerHalf(Image mask) {
        int top = mask.height();
        int bottom = 0;
        for (int y = 0; y < mask.height(); ++y) {
            if (std::ranges::any_of(mask.row(y), [](std::uint8_t level) { return level >= 128; })) {
                top = std::min(top, y);
                bottom = y + 1;
            }
        }
        for (int y = top; y < (top + bottom) / 2; ++y) {
            std::ranges::fill(mask.row(y), std::uint8_t{0});
        }
        return mask;
    }

    project::Manifest m_manifest;
    std::shared_ptr<FakeTranslations> m_behaviour;
};

} // namespace

run::PhotoTranslators fakePhotoTranslators(std::shared_ptr<FakeTranslations> behaviour) {
    run::PhotoTranslators translators;
    translators.ways = [](const project::Manifest& manifest) {
        if (manifest.name != "street") {
            return std::vector<run::TranslationWay>();
        }
        return std::vector<run::TranslationWay>{
            {translate::Direction::BToA, "bicyclist", "car", true},
            {translate::Direction::AToB, "car", "bicyclist", true},
            {translate::Direction::AToB, "day", "night", false}};
    };
    translators.open = [behaviour = std::move(behaviour)](const std::filesystem::path&,
                                                          const translate::EngineSettings&) {
        return std::make_shared<FakePhotoTranslator>(behaviour);
    };
    return translators;
}

QColor fakeFeatures(const std::vector<float>& features) {
    constexpr float middle = 128;
    constexpr float light = 60;
    constexpr float warmth = 30;
    const float lighter = light * (features.at(0) - features.at(1));
    const float warmer = warmth * (features.at(0) + features.at(1));
    const auto level = [](float value) { return std::clamp(static_cast<int>(value), 0, 255); };
    return {level(middle + lighter + warmer), level(middle + lighter),
            level(middle + lighter - warmer)};
}

QColor fakeVariation(QColor colour, const scene::LatentCode& code) {
    constexpr float middle = 128;
    constexpr float step = 20;
    const auto shade = [&](float steps) {
        return static_cast<int>(std::clamp(middle + step * steps, 0.0F, 255.0F));
    };
    const auto& values = code.values;
    colour.setBlue(shade(values.empty() ? 0 : 2 * values[0]));
    colour.setGreen(shade(values.size() < 2 ? 0 : values[1]));
    return colour;
}

scene::LatentCode fakeCode(int size) {
    scene::LatentCode code;
    for (int i = 0; i < size; ++i) {
        code.values.push_back(0.25F * static_cast<float>(i) - 0.5F);
    }
    return code;
}

QColor fakeColour(std::uint16_t label, std::uint32_t cluster) {
    return {20 * label, 255 - 20 * label, static_cast<int>(80 * cluster % 256)};
}

} // namespace underpaint::test
