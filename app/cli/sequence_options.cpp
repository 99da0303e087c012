// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sequence_options.h"

#include <CLI/CLI.hpp>

namespace underpaint::app {

void SequenceOptions::declare(CLI::App& app) {
    CLI::Option* sequence = app.add_option(
        "--sequence", m_sequence,
        "Scenes that move: a folder of label maps, one per frame, in the order of the numbers in "
        "their names; or a video with --segmenter. -o is a folder, a name with %04d, or a video "
        "(.mp4, .webm, .avi, .gif). Finished frames are not painted again");
    CLI::Option* instances = app.add_option("--instances-folder", m_instances,
                                            "Of --sequence: instance maps under the names of the "
                                            "label maps; default: those beside them, or derived");
    CLI::Option* photos = app.add_option(
        "--photos-folder", m_photos,
        "Of --sequence: real photos of the frames, whose motion is measured instead of that of the "
        "label maps; models that translate photos translate them");
    CLI::Option* segmenter = app.add_option(
        "--segmenter", m_segmenter,
        "Of --sequence VIDEO: package that makes label maps of its frames; their classes become "
        "the model's by their names");
    CLI::Option* smoothing =
        app.add_option(
               "--smoothing", m_smoothing,
               "Of --sequence, for models that paint every frame by itself: how much of the "
               "frame before stays where the motion is sure, 0 to 1; default: 0.8")
            ->check(CLI::Range(0.0, 1.0));
    CLI::Option* cuts =
        app.add_option("--cuts", m_cuts,
                       "Of --sequence: share of the labels that must change for a new scene to "
                       "begin, 0 to 1 (1 = never); default: 0.25")
            ->check(CLI::Range(0.0, 1.0));
    CLI::Option* kept =
        app.add_option("--kept-every", m_keptEvery,
                       "Of --sequence, for models of sequences: every so many frames a point to go "
                       "on from is kept; default: 8")
            ->check(CLI::Range(1, 100000));
    for (CLI::Option* option : {instances, photos, segmenter, smoothing, cuts, kept}) {
        option->needs(sequence);
    }
}

void SequenceOptions::exclude(CLI::App& app, const std::vector<std::string>& ofScenes) {
    for (const std::string& name : ofScenes) {
        app.get_option("--sequence")->excludes(app.get_option(name));
    }
}

} // namespace underpaint::app
