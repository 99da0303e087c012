// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "app/cli/labelled_folder.h"
#include "app/cli/model_folders.h"
#include "engine/base/colour_photo.h"
#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/label_set_json.h"
#include "engine/imaging/resize.h"
#include "engine/imaging/superpixel_vote.h"
#include "engine/imaging/superpixels.h"
#include "engine/project/package/model_labels.h"
#include "engine/translate/segmentation.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <utility>

namespace underpaint::app {

namespace {

namespace fs = std::filesystem;

constexpr const char* labelExample =
    "  underpaint dataset label holiday/ --model street-segmenter -o streets\n"
    "  underpaint train --recipe resources/recipes/street_global.json --data streets -o "
    "runs/streets\n"
    "  Look at streets/photos.csv for how sure the labels of each photo are. Pairs that you "
    "delete\n"
    "  stay deleted; an interrupted run goes on where it was, and takes photos that are new.";

/// Of fewer pixels no window is worth training on.
constexpr int smallestSide = 64;

Size shrunk(Size size, int shortSide) {
    const int side = std::min(size.width, size.height);
    if (side <= shortSide) {
        return size;
    }
    const auto extent = [&](int value) {
        return static_cast<int>(std::lround(static_cast<double>(value) * shortSide / side));
    };
    return {extent(size.width), extent(size.height)};
}

/// The segmenter's classes, with one for pixels without any where it has none.
scene::LabelSet classesWithUnlabelled(const project::Manifest& manifest) {
    const scene::LabelSet own = project::labelSetOf(manifest);
    if (imaging::namedUnlabelled(own)) {
        return own;
    }
    std::vector<scene::LabelClass> classes = own.classes();
    if (own.idCount() > 65535) {
        throw Error("has no class for pixels that belong to none, and no id is left for one",
                    manifest.name, "Choose another segmenter");
    }
    classes.push_back({static_cast<std::uint16_t>(own.idCount()), "unlabelled", {}, false});
    return {own.name(), std::move(classes)};
}

std::string rounded(double value) {
    char text[32];
    (void)std::snprintf(text, sizeof(text), "%.2f", value);
    return text;
}

/// Short, without zeros at the end.
std::string plain(double value) {
    char text[32];
    (void)std::snprintf(text, sizeof(text), "%g", value);
    return text;
}

struct Tally {
    int now = 0;
    int before = 0;
    int removed = 0;
    int doubtful = 0;
    int small = 0;
    int unread = 0;
    double confidence = 0;
    double unlabelled = 0;
    int train = 0;
    int val = 0;

    int kept() const { return now + before; }
};

class DatasetLabel final : public Command {
public:
    explicit DatasetLabel(CLI::App& parent)
        : Command(parent, "label", "Photos without labels to pairs to train on", labelExample) {
        app()
            .add_option("photos", m_photos, "A folder of photos")
            ->required()
            ->check(CLI::ExistingDirectory);
        app()
            .add_option("--model", m_model,
                        "Package with a segmenter: a path, or an id in the model folders")
            ->required();
        app().add_option("-o,--output", m_output, "The new data set")->required();
        app()
            .add_option("--short-side", m_shortSide,
                        "Photos are shrunk to this at most, never enlarged; default: 288")
            ->check(CLI::Range(smallestSide, 4096));
        app()
            .add_option("--superpixel", m_spacing,
                        "Labels follow patches of the photo that are about so many pixels wide; "
                        "default: 8")
            ->check(CLI::Range(2, 64));
        app()
            .add_option("--least-confidence", m_leastConfidence,
                        "Patches of less become unlabelled; 0 .. 1, default: 0.5")
            ->check(CLI::Range(0.0, 1.0));
        app()
            .add_option("--least-photo-confidence", m_leastPhoto,
                        "Photos of less are left out; 0 .. 1, default: 0.7")
            ->check(CLI::Range(0.0, 1.0));
        app()
            .add_option("--val-share", m_valShare,
                        "Share of the photos that is put aside for validation, drawn with --seed; "
                        "default: 0.1")
            ->check(CLI::Range(0.0, 0.5));
    }

    int run(Context& context) override {
        checkPlaces();
        const LabellingPlan plan = planLabelling(m_photos, m_valShare, context.common.seed);
        translate::Segmentation model(
            openModel(m_model),
            {context.common.device, context.common.precision(), context.common.threads});
        const scene::LabelSet classes = classesWithUnlabelled(model.manifest());
        m_vote = {m_leastConfidence, imaging::namedUnlabelled(classes).value()};
        LabelledFolder folder(m_output, classes, settings(model.manifest(), context));
        Tally tally;
        const ProgressSink progress = context.reporter.progress("dataset label");
        Json photos = Json::array();
        try {
            for (std::size_t i = 0; i < plan.photos.size(); ++i) {
                context.cancel.check();
                if (progress) {
                    progress(static_cast<double>(i) / static_cast<double>(plan.photos.size()),
                             plan.photos[i].path);
                }
                photos.push_back(describe(label(plan.photos[i], model, folder, tally, context)));
            }
            if (progress) {
                progress(1, "done");
            }
        } catch (...) {
            folder.save(); // what is finished is kept
            throw;
        }
        folder.save();
        report(tally, folder, context);
        context.reporter.result({{"passed", tally.kept() > 0},
                                 {"kept", tally.kept()},
                                 {"new", tally.now},
                                 {"train", tally.train},
                                 {"val", tally.val},
                                 {"removed_by_hand", tally.removed},
                                 {"doubtful", tally.doubtful},
                                 {"too_small", tally.small},
                                 {"unreadable", tally.unread},
                                 {"list", folder.listFile().string()},
                                 {"photos", photos}});
        return tally.kept() > 0 ? exitDone : exitCheckFailed;
    }

private:
    void checkPlaces() const {
        const fs::path photos = fs::weakly_canonical(m_photos);
        const fs::path below = fs::weakly_canonical(m_output).lexically_relative(photos);
        if (!below.empty() && *below.begin() != "..") {
            throw Error("lies in the folder of the photos, and its own photos would be labelled "
                        "next time",
                        m_output, "Choose a folder beside it");
        }
    }

    /// How labels are made, in one line.
    std::string settings(const project::Manifest& manifest, Context& context) const {
        return "--model " + manifest.id + " --short-side " + std::to_string(m_shortSide) +
               " --superpixel " + std::to_string(m_spacing) + " --least-confidence " +
               plain(m_leastConfidence) + " --least-photo-confidence " + plain(m_leastPhoto) +
               " --val-share " + plain(m_valShare) + " --seed " +
               std::to_string(context.common.seed);
    }

    imaging::LabelledPhotoLine label(const LabellingPlan::Photo& photo,
                                     translate::Segmentation& model, LabelledFolder& folder,
                                     Tally& tally, Context& context) const {
        if (const imaging::LabelledPhotoLine* known = folder.find(photo.path)) {
            count(*known, known->kept && !folder.present(*known), false, tally);
            return *known;
        }
        imaging::LabelledPhotoLine line{
            .photo = photo.path, .part = photo.part, .name = photo.name, .why = {}};
        Image seen;
        try {
            const Image whole = imaging::readPhoto(photo.file);
            seen = inColour(imaging::resizeBicubic(whole, shrunk(whole.size(), m_shortSide)));
        } catch (const Error& error) {
            line.why = "cannot be read: " + error.problem();
            context.reporter.warning(error.message());
            folder.leaveOut(line);
            ++tally.unread;
            return line;
        }
        if (std::min(seen.width(), seen.height()) < smallestSide) {
            line.why = "too small: its short side has less than " + std::to_string(smallestSide) +
                       " pixels";
            folder.leaveOut(line);
            ++tally.small;
            return line;
        }
        translate::SegmentationSettings settings;
        settings.confidence = true;
        const translate::SegmentedPhoto found = model.segment(seen, settings, context.cancel);
        imaging::SuperpixelOptions patches;
        patches.spacing = m_spacing;
        const imaging::VotedLabels voted = imaging::voteInSuperpixels(
            found.labels, found.confidence, imaging::superpixels(seen, patches), m_vote);
        line.confidence = voted.confidence;
        line.doubtful = voted.doubtfulShare;
        line.kept = voted.confidence >= m_leastPhoto;
        if (line.kept) {
            folder.keep(line, seen, voted.labels);
        } else {
            line.why = "doubtful: its confidence is below " + plain(m_leastPhoto);
            folder.leaveOut(line);
        }
        count(line, false, true, tally);
        return line;
    }

    static void count(const imaging::LabelledPhotoLine& line, bool removed, bool fresh,
                      Tally& tally) {
        if (removed) {
            ++tally.removed;
        } else if (!line.kept) {
            ++tally.doubtful;
        } else {
            ++(fresh ? tally.now : tally.before);
            ++(line.part == "val" ? tally.val : tally.train);
            tally.confidence += line.confidence;
            tally.unlabelled += line.doubtful;
        }
    }

    static void report(const Tally& tally, const LabelledFolder& folder, Context& context) {
        Reporter& reporter = context.reporter;
        std::string text = std::to_string(tally.kept()) + " pairs (" + std::to_string(tally.train) +
                           " train, " + std::to_string(tally.val) + " val), " +
                           std::to_string(tally.now) + " of them new";
        if (tally.kept() > 0) {
            text += "; confidence " + rounded(tally.confidence / tally.kept()) + ", " +
                    rounded(100 * tally.unlabelled / tally.kept()) +
                    " % of the pixels doubtful and unlabelled";
        }
        reporter.line(text);
        const auto leftOut = [&](int number, const std::string& why) {
            if (number > 0) {
                reporter.line("left out: " + std::to_string(number) + " " + why);
            }
        };
        leftOut(tally.doubtful, "doubtful (--least-photo-confidence)");
        leftOut(tally.small, "too small");
        leftOut(tally.unread, "that cannot be read");
        leftOut(tally.removed, "that were removed by hand since");
        reporter.line("how sure each photo is: " + folder.listFile().string());
        if (tally.kept() == 0) {
            reporter.error("No photo was kept. The segmenter may not know what they show; look at "
                           "the list, choose another one or lower --least-photo-confidence");
        }
    }

    static Json describe(const imaging::LabelledPhotoLine& line) {
        return {{"photo", line.photo},
                {"kept", line.kept},
                {"part", line.part},
                {"name", line.name},
                {"confidence", line.confidence},
                {"doubtful", line.doubtful},
                {"why", line.why}};
    }

    std::string m_photos;
    std::string m_model;
    std::string m_output;
    int m_shortSide = 288;
    int m_spacing = 8;
    double m_leastConfidence = 0.5;
    double m_leastPhoto = 0.7;
    double m_valShare = 0.1;
    imaging::VoteOptions m_vote;
};

} // namespace

void addDatasetLabelCommand(CLI::App& dataset, Commands& commands) {
    commands.push_back(std::make_unique<DatasetLabel>(dataset));
}

} // namespace underpaint::app
