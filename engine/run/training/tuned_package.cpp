// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/training/tuned_package.h"

#include "engine/base/error.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <sstream>
#include <utility>
#include <vector>

namespace underpaint::run {

namespace {

/// "perceptual 0.41 (before: 0.52)", or nothing.
std::string measuresText(const TunedCard& card) {
    std::ostringstream text;
    text.precision(3);
    for (const auto& [name, after] : card.after) {
        text << (text.tellp() > 0 ? ", " : "") << name << " " << after;
        if (const auto before = card.before.find(name); before != card.before.end()) {
            text << " (before: " << before->second << ")";
        }
    }
    return text.str();
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

std::string notesOf(const project::Manifest& base, const TunedCard& card) {
    std::string text =
        "Fine-tuned from " + base.name + " for " + std::to_string(card.steps) + " steps on " +
        std::to_string(card.plan.pairs) + (card.plan.pairs == 1 ? " pair" : " pairs") +
        (card.plan.classes.empty() ? "" : "; only these classes: " + joined(card.plan.classes));
    if (const std::string measured = measuresText(card); !measured.empty()) {
        text += "; distance from the photos of these pairs: " + measured;
    }
    return text + (base.notes.empty() ? "" : ". " + base.name + ": " + base.notes);
}

/// But for the sign of zero, which does not outlive an average.
bool areSameHalves(std::span<const std::byte> a, std::span<const std::byte> b) {
    const auto wordAt = [](std::span<const std::byte> bytes, std::size_t at) {
        return std::to_integer<unsigned>(bytes[at]) | std::to_integer<unsigned>(bytes[at + 1])
                                                          << 8U;
    };
    constexpr unsigned withoutSign = 0x7fff;
    bool same = a.size() == b.size();
    for (std::size_t i = 0; same && i + 1 < a.size(); i += 2) {
        const unsigned left = wordAt(a, i);
        const unsigned right = wordAt(b, i);
        same = left == right || ((left | right) & withoutSign) == 0;
    }
    return same;
}

bool isSameTensor(const project::TensorToWrite& a, const project::TensorToWrite& b) {
    const bool halves = a.type == project::ElementType::F16;
    return a.name == b.name && a.type == b.type && a.shape == b.shape &&
           (halves ? areSameHalves(a.bytes, b.bytes) : std::ranges::equal(a.bytes, b.bytes));
}

/// Styles are what the encoder says of photos, so they mean the same only with the same encoder.
bool hasSameEncoder(const project::ModelPackage& a, const project::ModelPackage& b) {
    const auto encoderOf = [](const project::ModelPackage& package) {
        std::vector<project::PackageWeights> roles = project::weightsOf(package);
        std::erase_if(roles, [](const project::PackageWeights& role) { return role.role != "E"; });
        return roles;
    };
    const auto ours = encoderOf(a);
    const auto theirs = encoderOf(b);
    return ours.size() == 1 && theirs.size() == 1 &&
           std::ranges::equal(ours.front().tensors, theirs.front().tensors, isSameTensor);
}

} // namespace

project::Manifest tunedManifest(const project::Manifest& trained, const project::Manifest& base,
                                const TunedCard& card) {
    project::Manifest manifest = trained;
    manifest.id.clear();
    manifest.sha256.clear();
    manifest.styleThumbnails.clear();
    manifest.name = card.name;
    manifest.licence = base.licence;
    manifest.data = base.data + (base.data.empty() ? "" : "; ") + card.plan.source;
    manifest.notes = notesOf(base, card);
    manifest.metrics.clear(); // those of the base are not its own
    if (manifest.parent.empty()) {
        manifest.parent = base.id;
    }
    if (base.size.multiple == trained.size.multiple) {
        manifest.size = base.size; // windows were as large as things are there
    }
    return manifest;
}

project::Manifest writeTunedPackage(const std::filesystem::path& trained,
                                    const std::filesystem::path& output, const TunedCard& card,
                                    bool overwrite) {
    const auto tuned = project::ModelPackage::open(trained);
    std::optional<project::ModelPackage> base;
    try {
        base = project::ModelPackage::open(card.plan.base);
    } catch (const Error&) {
        throw Error("is not there any more, and with it terms, data and styles of the model",
                    card.plan.base.string(), "Put the package back where it was");
    }
    project::Manifest manifest = tunedManifest(tuned.manifest(), base->manifest(), card);
    std::vector<project::TensorToWrite> thumbnails;
    if (!base->manifest().styles.empty() && hasSameEncoder(tuned, *base)) {
        manifest.styles = base->manifest().styles;
        manifest.styleSets = base->manifest().styleSets;
        thumbnails = project::thumbnailsOf(*base);
    }
    return project::writePackage(output, std::move(manifest), project::weightsOf(tuned), overwrite,
                                 thumbnails);
}

} // namespace underpaint::run
