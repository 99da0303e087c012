// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sequence_maps.h"

#include "app/cli/arguments.h"
#include "app/cli/render_scene.h"
#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/motion/frame_follower.h"
#include "engine/scene/instance_ids.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace underpaint::app {

namespace {

void renumber(InstancePlane& instances, const std::map<std::uint32_t, std::uint32_t>& numbers) {
    for (std::uint32_t& id : instances.values()) {
        if (const auto found = numbers.find(id); found != numbers.end()) {
            id = found->second;
        }
    }
}

} // namespace

SequenceMaps::SequenceMaps(Request request, const CancelToken& cancel, Reporter& reporter)
    : m_request(std::move(request)),
      m_reporter(reporter),
      m_listing(imaging::listSequence(m_request.labels, m_request.instances, m_request.photos)) {
    for (const std::string& notice : m_listing.notices) {
        reporter.warning(notice);
    }
    imaging::FrameFollower follower(m_request.cuts, derived());
    const ProgressSink bar = reporter.progress("read");
    for (std::size_t frame = 0; frame < frames(); ++frame) {
        cancel.check();
        imaging::MovingFrame now = readAsGiven(frame);
        const InstancePlane given = now.instances;
        if (follower.follow(now)) {
            m_starts.push_back(frame);
        }
        if (derived()) {
            Numbers& numbers = m_numbers.emplace_back();
            for (std::size_t i = 0; i < given.values().size(); ++i) {
                numbers.emplace(given.values()[i], now.instances.values()[i]);
            }
        }
        for (const std::uint32_t id : now.instances.values()) {
            m_used.insert(id);
        }
        if (bar) {
            bar(static_cast<double>(frame + 1) / static_cast<double>(frames()), name(frame));
        }
    }
}

imaging::MovingFrame SequenceMaps::readAsGiven(std::size_t frame) const {
    const imaging::SequenceFiles& files = m_listing.frames[frame];
    SceneRequest request;
    request.labels = files.labels;
    request.instances = files.instances;
    scene::SceneState state;
    state.labelSet = m_request.classes;
    (void)readSceneMaps(request, m_reporter, state);
    imaging::MovingFrame moving{state.labels.toPlane(), state.instances.toPlane(), {}};
    if (!files.photo.empty()) {
        moving.guide = imaging::readPhoto(files.photo);
    }
    return moving;
}

imaging::MovingFrame SequenceMaps::read(std::size_t frame) const {
    imaging::MovingFrame moving = readAsGiven(frame);
    if (derived()) {
        renumber(moving.instances, m_numbers[frame]);
    }
    return moving;
}

std::size_t SequenceMaps::frameNamed(const std::string& text) const {
    const auto found = std::ranges::find(m_listing.frames, text, &imaging::SequenceFiles::name);
    if (found != m_listing.frames.end()) {
        return static_cast<std::size_t>(found - m_listing.frames.begin());
    }
    const bool number =
        !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c); });
    const std::uint64_t counted = number ? parseNumber(text, 1U << 30U, "--edit") : 0;
    if (counted == 0 || counted > frames()) {
        throw Error("there is no frame " + text + " among the " + std::to_string(frames()),
                    "--edit", "Name one by its number from 1, or as its file without an ending");
    }
    return counted - 1;
}

std::pair<std::size_t, std::size_t> SequenceMaps::sceneOf(std::size_t frame) const {
    const auto next = std::ranges::upper_bound(m_starts, frame);
    return {*(next - 1), (next == m_starts.end() ? frames() : *next) - 1};
}

imaging::FrameMaps SequenceMaps::underLastingNumbers(std::size_t frame,
                                                     imaging::FrameMaps painted) const {
    Numbers numbers = derived() ? m_numbers[frame] : Numbers();
    if (!derived()) {
        for (const std::uint32_t id : readAsGiven(frame).instances.values()) {
            numbers.emplace(id, id);
        }
    }
    std::set<std::uint32_t> used = m_used;
    for (std::size_t i = 0; i < painted.instances.values().size(); ++i) {
        const std::uint16_t label = painted.labels.values()[i];
        const std::uint32_t id = painted.instances.values()[i];
        if (id == scene::stuffInstance(label) || numbers.contains(id)) {
            continue;
        }
        std::uint32_t lasting = id;
        for (std::uint32_t k = 0; used.contains(lasting) && k < scene::instancesPerClass; ++k) {
            lasting = label * scene::instancesPerClass + k;
        }
        used.insert(lasting);
        numbers[id] = lasting;
    }
    renumber(painted.instances, numbers);
    return painted;
}

} // namespace underpaint::app
