// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/render_sequence.h"

#include "app/cli/command_line.h"
#include "app/cli/replaced_inputs.h"
#include "app/cli/sequence_output.h"
#include "engine/base/error.h"
#include "engine/run/sequence/sequence_renderer.h"

#include <cmath>
#include <iomanip>
#include <sstream>
#include <utility>

namespace underpaint::app {

namespace {

constexpr double usualRate = 12;

std::string decimal(double value, int digits) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(digits) << value;
    return text.str();
}

/// Frames that were made otherwise do not belong to the same sequence.
std::string settingsLine(const SequenceJob& job, translate::Translator& translator) {
    const project::Manifest& model = translator.manifest();
    std::string line = "model " + (model.id.empty() ? model.name : model.id);
    line += ", size " + std::to_string(job.size.width) + "x" + std::to_string(job.size.height);
    if (!translator.capabilities().sequences) {
        line += ", smoothing " + decimal(job.options.smoothing(), 3);
    }
    line += ", cuts " + decimal(job.options.cuts(), 3);
    return line + (job.looks.empty() ? "" : ", " + job.looks);
}

/// Frames in a folder of the sequence's own would replace it.
void refuseOwnFolder(const SequenceJob& job, const SequenceOutput& output) {
    if (job.replaceInput || output.isVideo()) {
        return;
    }
    const std::filesystem::path place = output.frame(0).parent_path();
    for (const auto& folder :
         {job.options.sequence(), job.options.photos(), job.options.instances()}) {
        std::error_code ignored; // of what is not there
        if (std::filesystem::equivalent(folder, place.empty() ? "." : place, ignored)) {
            throw Error("the frames would lie among what they are made of", job.output,
                        orReplaceInput);
        }
    }
}

Json flickerJson(const metrics::Flicker& flicker) {
    return flicker.pairs() > 0 ? Json(flicker.levels()) : Json(nullptr);
}

void sayReport(const run::SequenceReport& report, std::size_t frames, const SequenceJob& job,
               bool bySequence, Reporter& reporter) {
    reporter.done(std::to_string(report.rendered) + " rendered" +
                  (report.repainted > 0 ? " (" + std::to_string(report.repainted) + " of them anew)"
                                        : std::string()) +
                  ", " + std::to_string(report.alreadyThere) + " already there, of " +
                  std::to_string(frames) + " frames: " + job.output);
    for (const std::size_t cut : report.cuts) {
        reporter.note("a new scene begins with frame " + std::to_string(cut + 1));
    }
    if (report.flicker.pairs() == 0) {
        return;
    }
    std::string text = "flicker " + decimal(report.flicker.levels(), 3) + " grey levels";
    if (!bySequence && report.independent.pairs() == report.flicker.pairs()) {
        text += ", of independent frames " + decimal(report.independent.levels(), 3);
    }
    reporter.line(text + " (over " + decimal(100 * report.flicker.coverage(), 0) +
                  " % of the pixels)");
}

} // namespace

int renderSequence(run::LoadedModel& model, const SequenceJob& job, Context& context) {
    translate::Translator& translator = model.translator();
    OpenSequence sequence = openSequence(job.options, job.scene, translator, job.settings,
                                         job.finish, context.cancel, context.reporter);
    for (const std::string& notice : sequence.notices) {
        context.reporter.warning(notice);
    }
    const SequenceOutput output(job.output, [&](std::size_t i) { return sequence.names.at(i); });
    refuseOwnFolder(job, output);
    const std::size_t frames = sequence.source->frames();
    if (output.isVideo() && std::filesystem::exists(output.video()) &&
        !std::filesystem::exists(output.notes())) {
        context.reporter.note(job.output + " is there already and will be replaced");
    }
    run::FinishedFrames finished(
        output.notes(), [&](std::size_t i) { return output.frame(i); }, frames,
        settingsLine(job, translator));
    run::SequenceRenderer renderer(model, *sequence.source, finished,
                                   {.size = job.size,
                                    .smoothing = job.options.smoothing(),
                                    .cuts = job.options.cuts(),
                                    .keptEvery = job.options.keptEvery()});
    const ProgressSink bar = context.reporter.progress("sequence");
    while (!renderer.done()) {
        const std::size_t frame = renderer.frame();
        renderer.step(context.cancel, {});
        if (bar) {
            bar(static_cast<double>(frame + 1) / static_cast<double>(frames),
                "frame " + std::to_string(frame + 1));
        }
    }
    const run::SequenceReport& report = renderer.report();
    for (const std::string& note : report.notes) {
        context.reporter.warning(note);
    }
    if (output.isVideo()) {
        context.cancel.check();
        output.join(frames, job.framesPerSecond.value_or(sequence.rate.value_or(usualRate)),
                    context.cancel);
    }
    sayReport(report, frames, job, translator.capabilities().sequences, context.reporter);
    Json cuts = Json::array();
    for (const std::size_t cut : report.cuts) {
        cuts.push_back(cut + 1);
    }
    context.reporter.result({{"model", translator.manifest().id},
                             {"output", job.output},
                             {"frames", frames},
                             {"rendered", report.rendered},
                             {"repainted", report.repainted},
                             {"already_there", report.alreadyThere},
                             {"cuts", cuts},
                             {"flicker", flickerJson(report.flicker)},
                             {"flicker_independent", flickerJson(report.independent)},
                             {"flicker_coverage", report.flicker.coverage()},
                             {"device", report.device},
                             {"precision", report.precision},
                             {"peak_bytes", report.peakBytes}});
    return exitDone;
}

} // namespace underpaint::app
