// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/scene/style.h"
#include "engine/translate/translator.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace underpaint::app {

/// The latent codes of a render: one, those of several samples, or a path from one to another.
class CodeOptions {
public:
    /// --z, --z-seed, --z-from, --interpolate, --to-z, --to-z-seed, --to-z-from, --path, --fps.
    void declare(CLI::App& app);

    bool interpolates() const { return m_frames > 0; }
    int frames() const { return m_frames; }
    double framesPerSecond() const { return m_framesPerSecond; }
    /// Another sample is another code under the same seed.
    bool variesCodes() const { return m_from.seed.has_value(); }
    /// Files that a photo may not replace.
    std::vector<std::filesystem::path> inputs() const { return {m_from.photo, m_to.photo}; }

    /// Throws Error naming the option that the model cannot use, before anything is read.
    void check(const translate::Translator& translator) const;
    /// The code of sample number 0, 1 …; absent where none was asked for: the scene's own.
    std::optional<scene::LatentCode> code(int sample, translate::Translator& translator,
                                          const CancelToken& cancel) const;
    /// The codes of --interpolate, from `scene`'s where no other start was named. Without a named
    /// end it is the code of the seed after the start's.
    std::vector<scene::LatentCode> path(const scene::LatentCode& scene, std::uint64_t sceneSeed,
                                        translate::Translator& translator,
                                        const CancelToken& cancel) const;

private:
    /// One of three ways to name a code.
    struct Named {
        std::string values;
        std::optional<std::uint64_t> seed = {};
        std::string photo;

        bool empty() const { return values.empty() && !seed && photo.empty(); }
    };

    static scene::LatentCode codeOf(const Named& named, const std::string& option,
                                    translate::Translator& translator, const CancelToken& cancel);

    Named m_from;
    Named m_to;
    int m_frames = 0;
    std::string m_path = "spherical";
    double m_framesPerSecond = 12;
};

} // namespace underpaint::app
