// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/translate/photo_translator.h"
#include "engine/translate/system.h"
#include "engine/translate/torch_border.h"

#include <utility>

namespace underpaint::translate {

namespace {

/// Keeps LibTorch's exceptions inside.
class GuardedPhotoTranslator final : public PhotoTranslator {
public:
    explicit GuardedPhotoTranslator(std::unique_ptr<PhotoTranslator> inner)
        : m_inner(std::move(inner)) {}

    const project::Manifest& manifest() const override { return m_inner->manifest(); }
    bool translatesInstances() const override { return m_inner->translatesInstances(); }

    PhotoTranslation translate(const PhotoTranslationRequest& request, const CancelToken& cancel,
                               const ProgressSink& progress) override {
        return guarded([&] { return m_inner->translate(request, cancel, progress); });
    }

private:
    std::unique_ptr<PhotoTranslator> m_inner;
};

} // namespace

bool PhotoTranslator::knows(Direction direction) const {
    return manifest().networks.contains(generatorRoleOf(direction));
}

Domains domainsOf(const project::Manifest& manifest) {
    const auto& classes = manifest.classes;
    return classes.size() < 2 ? Domains{"A", "B"} : Domains{classes[0].name, classes[1].name};
}

std::string generatorRoleOf(Direction direction) {
    return direction == Direction::AToB ? "G_A" : "G_B";
}

bool translatesPhotos(const std::string& kind) {
    const System* system = findSystem(kind);
    return system != nullptr && system->openPhotos != nullptr;
}

bool translatesInstances(const std::string& kind) {
    const System* system = findSystem(kind);
    return system != nullptr && system->instances;
}

std::unique_ptr<PhotoTranslator> openPhotoTranslator(const project::ModelPackage& package,
                                                     const EngineSettings& settings) {
    const std::string& kind = package.manifest().kind;
    if (!translatesPhotos(kind)) {
        throw Error("models of kind \"" + kind + "\" do not translate photos",
                    package.path().string(),
                    "Choose one of InstaGAN or CycleGAN; paint with this one (render)");
    }
    return std::make_unique<GuardedPhotoTranslator>(
        guarded([&] { return findSystem(kind)->openPhotos(package, settings); }));
}

} // namespace underpaint::translate
