// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/temporal_evaluation.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/motion/frame_motion.h"
#include "engine/imaging/motion/scene_cut.h"
#include "engine/imaging/name_forms.h"
#include "engine/imaging/resize.h"
#include "engine/imaging/sequence/sequence_files.h"
#include "engine/metrics/flicker.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::app {

namespace {

/// Files of the guide in the order of the frames. Those of label maps may have other endings of
/// their names.
std::vector<std::filesystem::path> guidesOf(const imaging::SequenceListing& frames,
                                            const std::filesystem::path& folder) {
    std::map<std::string, std::filesystem::path> byName;
    for (const imaging::SequenceFiles& file : imaging::listFrames(folder).frames) {
        byName[imaging::foldedName(file.name)] = file.photo;
    }
    std::vector<std::filesystem::path> guides;
    for (const imaging::SequenceFiles& frame : frames.frames) {
        const auto found = byName.find(imaging::foldedName(frame.name));
        if (found == byName.end()) {
            throw Error("the frame has no partner of its name in " + folder.string(),
                        frame.photo.string(), "Give the guide a file for every frame");
        }
        guides.push_back(found->second);
    }
    return guides;
}

/// A guide at the size of the frames: grey and palette files are label maps.
imaging::MovingFrame readGuide(const std::filesystem::path& path, Size size) {
    imaging::StoredImage stored = imaging::readStored(path);
    imaging::MovingFrame frame;
    if (stored.indices.empty()) {
        frame.guide = imaging::resizeBicubic(imaging::readPhoto(path), size);
        return frame;
    }
    frame.labels = imaging::resizeNearest(stored.indices, size);
    frame.instances = InstancePlane(size.width, size.height);
    return frame;
}

} // namespace

metrics::Figures temporalFigures(const std::filesystem::path& frames,
                                 const std::filesystem::path& guide, const CancelToken& cancel,
                                 Reporter& reporter) {
    const imaging::SequenceListing listing = imaging::listFrames(frames);
    for (const std::string& notice : listing.notices) {
        reporter.warning(notice);
    }
    const std::size_t count = listing.frames.size();
    if (count < 2) {
        throw Error("holds one frame, which cannot flicker", frames.string(),
                    "Name a folder of several frames");
    }
    const auto guides =
        guide.empty() ? std::vector<std::filesystem::path>() : guidesOf(listing, guide);
    metrics::Flicker flicker;
    metrics::Flicker real;
    Image before;
    std::optional<imaging::MovingFrame> movingBefore;
    const ProgressSink bar = reporter.progress("evaluate");
    for (std::size_t i = 0; i < count; ++i) {
        cancel.check();
        Image photo = imaging::readPhoto(listing.frames[i].photo);
        imaging::MovingFrame moving;
        if (guides.empty()) {
            moving.guide = photo;
        } else {
            moving = readGuide(guides[i], photo.size());
        }
        const bool maps = !moving.labels.empty();
        if (movingBefore && maps != !movingBefore->labels.empty()) {
            throw Error("is a label map among photos, or a photo among label maps",
                        guides[i].string(), "Give a guide of one kind");
        }
        const bool cut =
            !movingBefore ||
            (maps && imaging::labelChange(movingBefore->labels, moving.labels) > imaging::usualCut);
        if (!cut) {
            const imaging::FrameMotion motion = imaging::motionSince(*movingBefore, moving);
            flicker.add(before, photo, motion);
            if (!guides.empty() && !maps) {
                real.add(movingBefore->guide, moving.guide, motion);
            }
        }
        before = std::move(photo);
        movingBefore = std::move(moving);
        if (bar) {
            bar(static_cast<double>(i + 1) / static_cast<double>(count), listing.frames[i].name);
        }
    }
    metrics::Figures figures{{"frames", static_cast<double>(count)},
                             {"flicker", flicker.levels()},
                             {"flicker_coverage", flicker.coverage()}};
    if (real.pairs() > 0) {
        figures["flicker_real"] = real.levels();
    }
    return figures;
}

} // namespace underpaint::app
