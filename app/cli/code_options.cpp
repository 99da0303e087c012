// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/code_options.h"

#include "app/cli/arguments.h"
#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/scene/code_path.h"
#include "engine/scene/drawn_code.h"

#include <CLI/CLI.hpp>

namespace underpaint::app {

void CodeOptions::declare(CLI::App& app) {
    CLI::Option* values =
        app.add_option("--z", m_from.values, "v1,v2,...: latent code, for models that have one");
    CLI::Option* seed = app.add_option("--z-seed", m_from.seed,
                                       "The latent code that is drawn by this seed; with --samples "
                                       "those of the next seeds, while all else stays")
                            ->excludes(values);
    app.add_option("--z-from", m_from.photo,
                   "Photo that lends its latent code (needs an encoder of codes)")
        ->excludes(values)
        ->excludes(seed);
    CLI::Option* frames =
        app.add_option("--interpolate", m_frames,
                       "So many photos on the way from that code to another, as numbered pictures "
                       "or, where -o ends in .mp4, .webm or .avi, a video")
            ->check(CLI::Range(2, 100000));
    CLI::Option* toValues =
        app.add_option("--to-z", m_to.values, "With --interpolate: the other code");
    CLI::Option* toSeed = app.add_option("--to-z-seed", m_to.seed,
                                         "Its seed; default: the one after that of the first")
                              ->excludes(toValues);
    CLI::Option* toPhoto = app.add_option("--to-z-from", m_to.photo, "The photo that lends it")
                               ->excludes(toValues)
                               ->excludes(toSeed);
    CLI::Option* way =
        app.add_option("--path", m_path,
                       "Of --interpolate: spherical keeps to codes that the model has met, linear "
                       "goes straight")
            ->check(CLI::IsMember({"spherical", "linear"}));
    app.add_option(
           "--fps", m_framesPerSecond,
           "Frames per second of a video; default: 12, or those of a --sequence that is one")
        ->check(CLI::Range(0.1, 240.0));
    for (CLI::Option* option : {toValues, toSeed, toPhoto, way}) {
        option->needs(frames);
    }
}

void CodeOptions::check(const translate::Translator& translator) const {
    const translate::Capabilities can = translator.capabilities();
    const std::string& model = translator.manifest().name;
    if ((!m_from.empty() || interpolates()) && can.latentSize == 0) {
        throw Error("the model has no latent code", model,
                    "Leave --z, --z-seed, --z-from and --interpolate out");
    }
    if (!can.codeEncoder && !(m_from.photo.empty() && m_to.photo.empty())) {
        throw Error("the model has no encoder of codes", model, "Name codes by --z or --z-seed");
    }
    for (const auto& [named, option] : {std::pair{&m_from, "--z"}, {&m_to, "--to-z"}}) {
        const auto given = parseNumbers(named->values, option).size();
        if (given != 0 && static_cast<int>(given) != can.latentSize) {
            throw Error("the model's latent code has " + std::to_string(can.latentSize) +
                            " values, not " + std::to_string(given),
                        model, std::string("Correct ") + option);
        }
    }
}

scene::LatentCode CodeOptions::codeOf(const Named& named, const std::string& option,
                                      translate::Translator& translator,
                                      const CancelToken& cancel) {
    if (named.seed) {
        return scene::drawnCode(*named.seed, translator.capabilities().latentSize);
    }
    if (!named.photo.empty()) {
        return {translator.encodeCode(imaging::readPhoto(named.photo), cancel)};
    }
    return {parseNumbers(named.values, option)};
}

std::optional<scene::LatentCode> CodeOptions::code(int sample, translate::Translator& translator,
                                                   const CancelToken& cancel) const {
    if (m_from.empty()) {
        return std::nullopt;
    }
    Named named = m_from;
    if (named.seed) {
        *named.seed += static_cast<std::uint64_t>(sample);
    }
    return codeOf(named, "--z", translator, cancel);
}

std::vector<scene::LatentCode> CodeOptions::path(const scene::LatentCode& scene,
                                                 std::uint64_t sceneSeed,
                                                 translate::Translator& translator,
                                                 const CancelToken& cancel) const {
    const int size = translator.capabilities().latentSize;
    scene::LatentCode first = code(0, translator, cancel).value_or(scene);
    if (first.values.empty()) {
        first = scene::drawnCode(sceneSeed, size);
    }
    Named end = m_to;
    if (end.empty()) {
        end.seed = m_from.seed.value_or(sceneSeed) + 1;
    }
    const scene::LatentCode last = codeOf(end, "--to-z", translator, cancel);
    return scene::interpolateCodes(first, last, static_cast<std::size_t>(m_frames),
                                   m_path == "linear" ? scene::CodePath::Linear
                                                      : scene::CodePath::Spherical);
}

} // namespace underpaint::app
