// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/collect_styles.h"
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "app/cli/data_pairs.h"
#include "app/cli/dataset_options.h"
#include "app/cli/evaluation_networks.h"
#include "app/cli/exemplar_evaluation.h"
#include "app/cli/model_folders.h"
#include "app/cli/translation_evaluation.h"
#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/imaging/resize.h"
#include "engine/project/package/matching_styles.h"
#include "engine/project/package/model_labels.h"
#include "engine/scene/drawn_code.h"
#include "engine/scene/instances.h"
#include "engine/translate/photo_translator.h"
#include "engine/translate/torch_border.h"
#include "engine/translate/translator.h"

#if UNDERPAINT_HAS_IMAGING
#include "app/cli/photo_folders.h"
#include "app/cli/temporal_evaluation.h"
#include "engine/imaging/codec.h"
#endif

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <set>
#include <utility>

namespace underpaint::app {

namespace {

namespace fs = std::filesystem;

constexpr const char* evaluateExample =
    "  underpaint evaluate --model street.underpaint-model --data camvid_val.pack \\\n"
    "    --segmenter street-segmenter.underpaint-model --store\n"
    "  paints every label map of the set and compares with its photo. SSIM (1 = equal) and PSNR\n"
    "  (dB) compare pixels, SWD (0 = the same structures), kernel_lite0 and FID the two sets of\n"
    "  photos (beside figures of sets stands, with _real, what real photos reach), the agreement\n"
    "  tells how much of what was painted a segmenter recognises. With --exemplars every scene "
    "takes\n"
    "  its look from another photo; exemplar_colour_ratio tells how near the colours of its "
    "classes\n"
    "  come to that photo's, beside those of another one (1 = the exemplar has no effect). Of "
    "models\n"
    "  that translate instances, a_to_b_target_share says how many a segmenter takes for the "
    "other\n"
    "  kind, _before how many already without. Two folders of photos:\n"
    "  underpaint evaluate --real DIR --painted DIR\n"
    "  The frames of a sequence, beside the real ones:\n"
    "  underpaint evaluate --temporal DIR --guide DIR";

std::string shown(double value) {
    std::array<char, 32> text{};
    const int length = std::snprintf(text.data(), text.size(), "%10.4f", value);
    return {text.data(), static_cast<std::size_t>(std::clamp(length, 0, 31))};
}

class Evaluate final : public Command {
public:
    explicit Evaluate(CLI::App& root)
        : Command(root, "evaluate", "How good a model's photos are, or one folder's beside another",
                  evaluateExample) {
        app().add_option("--model", m_model, "Package: a path, or an id in the model folders");
        app().add_option("--data", m_data, "With --model: a packed data set or a folder");
        app().add_option("--real", m_real, "Without a model: the folder of real photos");
        app().add_option("--painted", m_painted, "The folder of painted photos");
        CLI::Option* temporal =
            app().add_option("--temporal", m_frames,
                             "Without a model: a folder of frames, of which it is told how much "
                             "they flicker: by how "
                             "many grey levels neighbours differ where they show the same");
        app()
            .add_option("--guide", m_guide,
                        "Of --temporal: photos or label maps of the same frames, in which their "
                        "motion is measured; default: the frames themselves")
            ->needs(temporal);
        for (const char* other : {"--model", "--data", "--real", "--painted"}) {
            temporal->excludes(app().get_option(other));
        }
        m_reading.declare(app(), "the only one, else val");
        app().add_option("--reference", m_reference,
                         "With --model: photos that the sets are compared with, a packed data set "
                         "or a folder (its part train): usually the model's training photos. "
                         "Default: the photos of --data");
        app().add_option("--size", m_size,
                         "WxH of the photos; default: as many pixels as the model's own size has, "
                         "in the proportions of each photo");
        app().add_flag("--encode-styles", m_encodeStyles,
                       "Styles, or the latent code, as the encoder sees them in the real photo; "
                       "default: by label only");
        app()
            .add_flag("--matching-styles", m_matchingStyles,
                      "Styles that go together; each of --samples has other ones and the "
                      "same noise. Not with --encode-styles")
            ->excludes(app().get_option("--encode-styles"));
        app()
            .add_flag("--exemplars", m_exemplars,
                      "Each scene with another photo of the set as exemplar, and with its own; of "
                      "models with exemplars")
            ->excludes(app().get_option("--encode-styles"))
            ->excludes(app().get_option("--matching-styles"));
        app()
            .add_flag("--exemplar-texture", m_exemplarTexture,
                      "With the fine texture of the exemplars, as render has it")
            ->needs(app().get_option("--exemplars"));
        app()
            .add_option("--exemplar-strength", m_exemplarStrength,
                        "0 = mean looks, 1 = those of the exemplars; default: 1")
            ->check(CLI::Range(0.0, 1.0))
            ->needs(app().get_option("--exemplars"));
        app()
            .add_option("--domain-classes", m_domains,
                        "A,B: the classes of the set that the domains of an InstaGAN or CycleGAN "
                        "model are; default: those called like them. Needs --segmenter")
            ->delimiter(',')
            ->expected(2);
        app().add_option("--limit", m_limit, "Only the first pairs")->check(CLI::PositiveNumber);
        app()
            .add_option(
                "--samples", m_samples,
                "Photos of each scene with other seeds (of models with a latent code: other "
                "codes), or with --matching-styles other styles, for the diversity, beside "
                "that of real photos of different scenes")
            ->check(CLI::Range(2, 100));
        app()
            .add_option("--ignore", m_ignored,
                        "Class that does not count for the agreement. Repeatable")
            ->allow_extra_args(false);
        m_networks.declare(app());
        app().add_flag("--store", m_store, "Write the figures into the model's package");
    }

    int run(Context& context) override {
        if (!m_frames.empty()) {
            evaluateFrames(context);
            return exitDone;
        }
        const bool folders = !m_real.empty() || !m_painted.empty();
        if (folders ? m_real.empty() || m_painted.empty() || !m_model.empty() || !m_data.empty()
                    : m_model.empty() || m_data.empty()) {
            throw Error("what to evaluate is not clear", "evaluate",
                        "Give --model and --data, or --real and --painted, or --temporal");
        }
        translate::atTorchBorder([&] {
            m_networks.open(context.common);
            if (folders) {
                evaluateFolders(context);
            } else {
                evaluateModel(context);
            }
        });
        return exitDone;
    }

private:
    metrics::PictureComparison comparison(const Context& context) const {
        metrics::SlicedWassersteinSettings settings;
        settings.seed = context.common.seed;
        return {settings, m_networks.distances(), m_networks.features()};
    }

    /// A data set's pair at the size at which it is painted.
    DataPair sized(const DataPair& pair, const project::Manifest& manifest) const {
        const Size size =
            m_size.empty() ? encodingSize(pair.photo.size(),
                                          {manifest.size.nativeWidth, manifest.size.nativeHeight})
                           : parseSize(m_size);
        return {pair.stem, imaging::resizeBicubic(pair.photo, size),
                imaging::resizeNearest(pair.labels, size),
                imaging::resizeNearest(pair.instances, size)};
    }

    void checkModel(const translate::Translator& translator) const {
        const translate::Capabilities can = translator.capabilities();
        const std::string& name = translator.manifest().name;
        if (!can.labels) {
            throw Error("the model translates photos, not label maps", name,
                        "Render them and compare the folders with --real and --painted");
        }
        if (m_encodeStyles && !can.encoder && !can.codeEncoder) {
            throw Error("the model has no encoder", name, "Leave --encode-styles out");
        }
        if (m_matchingStyles && translator.manifest().styleSets.empty()) {
            throw Error("the model knows no styles that go together", name,
                        "Find some with `underpaint cluster --sets-only`");
        }
        if (m_exemplars && !can.exemplars) {
            throw Error("the model takes no exemplars", name, "Leave --exemplars out");
        }
        if (m_exemplars && m_samples > 1) {
            throw Error("scenes are painted once with an exemplar", "--samples",
                        "Leave --exemplars or --samples out");
        }
        if (m_samples > 1 && !can.variation && !m_matchingStyles) {
            throw Error("another seed gives the same photo of this model", name,
                        "Leave --samples out");
        }
    }

    void evaluateModel(Context& context) {
        const fs::path path = findModel(m_model);
        const auto package = project::ModelPackage::open(path);
        if (translate::translatesPhotos(package.manifest().kind)) {
            evaluateTranslation(package, path, context);
            return;
        }
        if (!m_domains.empty()) {
            throw Error("the model does not translate photos", package.manifest().name,
                        "Leave --domain-classes out");
        }
        const auto translator = translate::openTranslator(
            package, {context.common.device, context.common.precision(), context.common.threads});
        checkModel(*translator);
        const auto data =
            DataPairs::open({.path = m_data, .reading = m_reading.reading(), .usualPhase = "val"},
                            package.manifest(), context);
        warnOfOtherClasses(data, package.manifest(), context.reporter);
        std::optional<LabelAgreement> agreement;
        if (m_networks.segmenter() != nullptr) {
            warnOfOtherClasses(data, m_networks.segmenter()->manifest(), context.reporter);
            agreement.emplace(*m_networks.segmenter(), data.classes(), m_ignored);
        }
        std::optional<ExemplarEvaluation> looks;
        if (m_exemplars) {
            looks.emplace(*translator, data, m_networks.distances(),
                          ExemplarEvaluation::Options{.seed = context.common.seed,
                                                      .texture = m_exemplarTexture,
                                                      .strength = m_exemplarStrength});
        }
        const auto load = [&](std::size_t i) { return sized(data.load(i), package.manifest()); };
        auto pictures = comparison(context);
        addReference(pictures, package.manifest(), context);
        const std::size_t count = std::min(data.size(), m_limit == 0 ? data.size() : m_limit);
        metrics::Figures more{{"pairs", static_cast<double>(count)}};
        const metrics::NamedDistance sampled = m_networks.sampleDistance();
        Image before; // the real photo of the pair before: how different photos are at all
        const ProgressSink bar = context.reporter.progress("evaluate");
        for (std::size_t i = 0; i < count; ++i) {
            context.cancel.check();
            const DataPair whole = data.load(i);
            const DataPair pair = sized(whole, package.manifest());
            const std::vector<Image> painted =
                looks ? std::vector{looks->paint(i, load, context.cancel)}
                      : paint(*translator, pair, i, context);
            pictures.addPair(pair.photo, painted.front());
            if (agreement) {
                agreement->add(pair.labels, pair.photo, painted, context.cancel);
                agreement->addWhole(whole.labels, whole.photo, context.cancel);
            }
            if (painted.size() > 1) {
                more[sampled.name] +=
                    metrics::diversity(painted, sampled.distance) / static_cast<double>(count);
                if (!before.empty()) {
                    more[sampled.name + "_real"] +=
                        sampled.distance(imaging::resizeBicubic(before, pair.photo.size()),
                                         pair.photo) /
                        static_cast<double>(count - 1);
                }
                before = pair.photo;
            }
            if (bar) {
                bar(static_cast<double>(i + 1) / static_cast<double>(count), pair.stem);
            }
        }
        warnOfCollapse(more, sampled.name, context.reporter);
        metrics::Figures figures = pictures.figures();
        figures.merge(more);
        if (agreement) {
            figures.merge(agreement->figures());
        }
        if (looks) {
            figures.merge(looks->figures());
        }
        finish(figures, agreement ? agreement->byClass() : Json::array(),
               looks ? looks->byClass() : Json(), context);
        if (m_store) {
            store(package, path, figures, context.reporter);
        }
    }

    /// A model that turns instances of photos into others: is that what they become?
    void evaluateTranslation(const project::ModelPackage& package, const fs::path& path,
                             Context& context) {
        if (m_exemplars || m_encodeStyles || m_matchingStyles || m_samples > 1 ||
            !m_reference.empty()) {
            throw Error("the model translates photos, and paints no scenes",
                        package.manifest().name,
                        "Of the options that say how scenes are painted none is for it");
        }
        if (m_networks.segmenter() == nullptr) {
            throw Error("what translated instances are taken for needs a segmenter",
                        package.manifest().name, "Name one of the data set's classes: --segmenter");
        }
        const auto translator = translate::openPhotoTranslator(
            package, {context.common.device, context.common.precision(), context.common.threads});
        // The domains of the model are no classes of a label map; a set that does not name its own
        // has those of the segmenter.
        const auto data =
            DataPairs::open({.path = m_data, .reading = m_reading.reading(), .usualPhase = "val"},
                            m_networks.segmenter()->manifest(), context);
        const translate::Domains own = translate::domainsOf(package.manifest());
        const std::string a = m_domains.empty() ? own.a : m_domains.front();
        const std::string b = m_domains.empty() ? own.b : m_domains.back();
        std::vector<TranslationEvaluation> ways;
        using translate::Direction;
        for (const auto& way : {TranslationEvaluation::Way{Direction::AToB, a, b},
                                TranslationEvaluation::Way{Direction::BToA, b, a}}) {
            if (translator->knows(way.direction)) {
                ways.emplace_back(*translator, *m_networks.segmenter(), data, way);
            }
        }
        const std::size_t count = std::min(data.size(), m_limit == 0 ? data.size() : m_limit);
        const ProgressSink bar = context.reporter.progress("evaluate");
        std::size_t used = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const DataPair pair = sized(data.load(i), package.manifest());
            bool any = false;
            for (TranslationEvaluation& way : ways) {
                context.cancel.check();
                any = way.add(pair, context.cancel) || any;
            }
            used += any ? 1 : 0;
            if (bar) {
                bar(static_cast<double>(i + 1) / static_cast<double>(count), pair.stem);
            }
        }
        metrics::Figures figures{{"pairs", static_cast<double>(used)}};
        for (const TranslationEvaluation& way : ways) {
            figures.merge(way.figures());
        }
        finish(figures, Json::array(), {}, context);
        if (m_store) {
            store(package, path, figures, context.reporter);
        }
    }

    void addReference(metrics::PictureComparison& pictures, const project::Manifest& model,
                      Context& context) const {
        if (m_reference.empty()) {
            return;
        }
        imaging::DatasetReading reading = m_reading.reading();
        reading.phase.clear(); // that of --data
        const auto photos = DataPairs::open(
            {.path = m_reference, .reading = std::move(reading), .usualPhase = "train"}, model,
            context);
        const ProgressSink bar = context.reporter.progress("reference");
        for (std::size_t i = 0; i < photos.size(); ++i) {
            context.cancel.check();
            pictures.addReference(photos.load(i).photo);
            if (bar) {
                bar(static_cast<double>(i + 1) / static_cast<double>(photos.size()),
                    photos.stem(i));
            }
        }
    }

    static void warnOfCollapse(const metrics::Figures& figures, const std::string& name,
                               Reporter& reporter) {
        constexpr double least = 0.1;
        const auto painted = figures.find(name);
        const auto real = figures.find(name + "_real");
        if (painted != figures.end() && real != figures.end() &&
            painted->second < least * real->second) {
            reporter.warning("the samples of one scene hardly differ (" + name +
                             shown(painted->second) + ", real photos " + shown(real->second) +
                             "): the model paints one photo for all codes, seeds or styles");
        }
    }

    /// Scene number `index`, painted once, or --samples times. Every scene has codes and matching
    /// styles of its own: one code for all of them would say little of the others.
    std::vector<Image> paint(translate::Translator& translator, const DataPair& pair,
                             std::size_t index, Context& context) const {
        scene::SceneState state;
        state.labelSet = project::labelSetOf(translator.manifest());
        state.labels = scene::LabelMap(pair.labels);
        state.instances = scene::InstanceMap(pair.instances);
        const int codeSize = translator.capabilities().latentSize;
        if (m_encodeStyles && codeSize > 0) {
            state.appearance.code.values = translator.encodeCode(pair.photo, context.cancel);
        } else if (m_encodeStyles) {
            for (auto& [id, values] : translator.encodeStyles(pair.photo, pair.instances, {})) {
                state.appearances[id].style = scene::FeatureStyle{std::move(values)};
            }
        }
        const std::uint64_t looks = deriveSeed(context.common.seed, index);
        std::vector<Image> photos;
        for (int sample = 0; sample < std::max(m_samples, 1); ++sample) {
            const std::uint64_t seed = context.common.seed + static_cast<std::uint64_t>(sample);
            const std::uint64_t look = deriveSeed(looks, static_cast<std::uint64_t>(sample));
            // Noise changes every pixel: it would hide what the styles or codes do.
            state.seed = m_matchingStyles || codeSize > 0 ? context.common.seed : seed;
            if (codeSize > 0 && !m_encodeStyles) {
                state.appearance.code = scene::drawnCode(look, codeSize);
            }
            if (m_matchingStyles) {
                wearMatching(translator.manifest(), look, state);
            }
            photos.push_back(
                translator.render(scene::SceneSnapshot(state), {}, context.cancel, {}).photo);
        }
        return photos;
    }

    /// Dresses all instances in styles that go together, drawn by the seed.
    static void wearMatching(const project::Manifest& manifest, std::uint64_t seed,
                             scene::SceneState& state) {
        const std::vector<scene::InstanceInfo> instances = scene::instancesIn(state);
        std::set<std::uint16_t> classes;
        for (const scene::InstanceInfo& instance : instances) {
            classes.insert(instance.label);
        }
        const auto styles = project::matchingStyles(manifest, classes, seed);
        state.appearances.clear();
        for (const scene::InstanceInfo& instance : instances) {
            if (const auto style = styles.find(instance.label); style != styles.end()) {
                state.appearances[instance.id].style = scene::ClusterStyle{style->second};
            }
        }
    }

#if UNDERPAINT_HAS_IMAGING
    void evaluateFolders(Context& context) {
        const PhotoFolders folders(m_real, m_painted);
        for (const std::string& notice : folders.notices()) {
            context.reporter.warning(notice);
        }
        const auto other = folders.sizeDifferences();
        if (other.pairs > 0) {
            context.reporter.warning(std::to_string(other.pairs) + " of " +
                                     std::to_string(folders.size()) +
                                     " pairs are of different size: " + other.first + ". " +
                                     (m_size.empty() ? "Real photos are resized to the painted ones"
                                                     : "All photos are resized to " + m_size) +
                                     ", which changes the figures");
        }
        if (!folders.paired()) {
            context.reporter.warning("the two folders do not hold photos of the same names: only "
                                     "the sets are compared, not the photos");
        }
        auto pictures = comparison(context);
        const ProgressSink bar = context.reporter.progress("evaluate");
        const std::size_t count = folders.size();
        for (std::size_t i = 0; i < count; ++i) {
            context.cancel.check();
            folders.addTo(pictures, i, parseSize(m_size));
            if (bar) {
                bar(static_cast<double>(i + 1) / static_cast<double>(count), "");
            }
        }
        finish(pictures.figures(), Json::array(), {}, context);
    }
    void evaluateFrames(Context& context) {
        finish(temporalFigures(m_frames, m_guide, context.cancel, context.reporter), Json::array(),
               {}, context);
    }
#else
    void evaluateFrames(Context& /*context*/) {
        throw Error("this build has no image library to read frames with", m_frames);
    }
    void evaluateFolders(Context& /*context*/) {
        throw Error("this build has no image library to read photos with", m_real,
                    "Evaluate a model on a packed data set");
    }
#endif

    /// `looks`: of exemplars by class; null where there were none.
    static void finish(const metrics::Figures& figures, const Json& classes, const Json& looks,
                       Context& context) {
        std::size_t width = 0;
        for (const auto& [name, value] : figures) {
            width = std::max(width, name.size());
        }
        Json list = Json::object();
        for (const auto& [name, value] : figures) {
            context.reporter.line(name + std::string(width - name.size(), ' ') + shown(value));
            list[name] = std::isfinite(value) ? Json(value) : Json(nullptr);
        }
        for (const Json& one : classes) {
            context.reporter.line("  " + one["name"].get<std::string>() + ": IoU " +
                                  shown(one["iou"].get<double>()) + ", real photos " +
                                  shown(one["iou_real"].get<double>()));
        }
        Json result{{"figures", list}, {"classes", classes}};
        if (!looks.is_null()) {
            for (const Json& one : looks) {
                context.reporter.line("  " + one["name"].get<std::string>() + ": colour " +
                                      shown(one["exemplar_colour"].get<double>()) +
                                      ", other photos " +
                                      shown(one["exemplar_colour_other"].get<double>()));
            }
            result["exemplar_classes"] = looks;
        }
        context.reporter.result(result);
    }

    static void store(const project::ModelPackage& package, const fs::path& path,
                      const metrics::Figures& figures, Reporter& reporter) {
        project::Manifest manifest = package.manifest();
        for (const auto& [name, value] : figures) {
            if (std::isfinite(value)) {
                manifest.metrics[name] = value;
            }
        }
        const bool folder = fs::is_directory(path) && path.has_filename();
        project::writePackage(folder ? path / "" : path, manifest, project::weightsOf(package),
                              /*overwrite=*/true, project::thumbnailsOf(package));
        reporter.note("stored in " + path.string());
    }

    std::string m_model;
    std::string m_data;
    std::string m_real;
    std::string m_painted;
    std::string m_frames;
    std::string m_guide;
    DatasetOptions m_reading;
    std::string m_size;
    std::string m_reference;
    std::vector<std::string> m_ignored;
    std::vector<std::string> m_domains; ///< none, or A and B
    std::size_t m_limit = 0;
    int m_samples = 1;
    bool m_encodeStyles = false;
    bool m_matchingStyles = false;
    bool m_exemplars = false;
    bool m_exemplarTexture = false;
    float m_exemplarStrength = 1;
    bool m_store = false;
    EvaluationNetworks m_networks;
};

} // namespace

void addEvaluateCommand(CLI::App& root, Commands& commands) {
    commands.push_back(std::make_unique<Evaluate>(root));
}

} // namespace underpaint::app
