// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "app/cli/model_folders.h"
#include "engine/base/error.h"
#include "engine/base/safe_text.h"
#include "engine/project/package/model_package.h"
#include "engine/project/package/style_thumbnails.h"
#include "engine/train/styles/style_names.h"
#include "engine/translate/photo_translator.h"
#include "engine/translate/segmentation.h"
#include "engine/translate/translator.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace underpaint::app {

namespace {

std::string describeInput(const project::Manifest& manifest) {
    std::string text;
    if (manifest.labelChannels > 0) {
        text = std::to_string(manifest.labelChannels) + " label channels";
    } else {
        // A segmenter's classes are what it puts out.
        const bool photo = manifest.classes.empty() || manifest.networks.contains("S");
        text = photo ? "a photo" : "the label map in the colours of its classes";
    }
    text += manifest.useInstanceEdges ? ", instance boundaries" : "";
    text += manifest.featNum > 0 ? ", " + std::to_string(manifest.featNum) + " style values" : "";
    return text;
}

class PackageInfo final : public Command {
public:
    explicit PackageInfo(CLI::App& parent)
        : Command(parent, "info", "What a model is and takes",
                  "  underpaint package info cityscapes.underpaint-model") {
        app()
            .add_option("model", m_model, "Package: a path, or an id in the model folders")
            ->required();
    }

    int run(Context& context) override {
        const project::ModelPackage package = openModel(m_model);
        const project::Manifest& manifest = package.manifest();
        show(context.reporter, manifest);
        context.reporter.result(resultOf(package));
        return exitDone;
    }

private:
    static void show(Reporter& reporter, const project::Manifest& manifest) {
        const auto field = [&](const std::string& name, const std::string& value) {
            if (!value.empty()) {
                reporter.line(safeText(name) + ": " + safeText(value));
            }
        };
        field("name", manifest.name);
        field("id", manifest.id);
        field("kind", manifest.kind);
        field("input", describeInput(manifest));
        for (const auto& [role, network] : manifest.networks) {
            std::string options;
            for (const auto& [name, value] : network.options) {
                options += " " + name + "=" + optionText(value);
            }
            field("network " + role, network.network + options);
        }
        if (manifest.size.nativeWidth > 0) {
            field("trained for", std::to_string(manifest.size.nativeWidth) + "x" +
                                     std::to_string(manifest.size.nativeHeight));
        }
        field("licence", manifest.licence);
        field("data", manifest.data);
        field("notes", manifest.notes);
        field("parent", manifest.parent);
        for (const auto& [name, value] : manifest.metrics) {
            field("measure " + name, optionText(value));
        }
        for (const project::PackageClass& one : manifest.classes) {
            const auto styles = manifest.styles.find(one.id);
            field("class " + std::to_string(one.id),
                  one.name + (one.thing ? " (thing)" : "") +
                      (styles == manifest.styles.end()
                           ? ""
                           : ", " + std::to_string(styles->second.size()) + " styles"));
        }
        if (!manifest.styles.empty()) {
            reporter.note("`underpaint package styles` lists the styles by their names");
        }
    }

    static Json resultOf(const project::ModelPackage& package) {
        const project::Manifest& manifest = package.manifest();
        Json classes = Json::array();
        for (const project::PackageClass& one : manifest.classes) {
            const auto styles = manifest.styles.find(one.id);
            classes.push_back(
                {{"id", one.id},
                 {"name", one.name},
                 {"colour", one.colour},
                 {"thing", one.thing},
                 {"styles", styles == manifest.styles.end() ? 0 : styles->second.size()}});
        }
        Json networks = Json::object();
        for (const auto& [role, network] : manifest.networks) {
            Json options = Json::object();
            for (const auto& [name, value] : network.options) {
                std::visit([&, key = name](const auto& one) { options[key] = one; }, value);
            }
            networks[role] = {{"network", network.network}, {"options", options}};
        }
        return {{"path", package.path().string()},
                {"id", manifest.id},
                {"name", manifest.name},
                {"kind", manifest.kind},
                {"label_channels", manifest.labelChannels},
                {"use_instance", manifest.useInstanceEdges},
                {"feat_num", manifest.featNum},
                {"networks", networks},
                {"classes", classes},
                {"licence", manifest.licence},
                {"data", manifest.data},
                {"metrics", manifest.metrics},
                {"thumbnails", package.styleThumbnails() != nullptr},
                {"notes", manifest.notes},
                {"parent", manifest.parent}};
    }

    std::string m_model;
};

class PackageCheck final : public Command {
public:
    explicit PackageCheck(CLI::App& parent)
        : Command(parent, "check", "Everything that is wrong with a package, digests included",
                  "  underpaint package check cityscapes.underpaint-model") {
        app()
            .add_option("model", m_model, "Package: a path, or an id in the model folders")
            ->required();
    }

    int run(Context& context) override {
        const std::filesystem::path path = findModel(m_model);
        auto problems = project::ModelPackage::check(path);
        if (problems.empty()) {
            tryToLoad(path, context, problems);
        }
        Json list = Json::array();
        for (const project::Problem& problem : problems) {
            context.reporter.line(problem.text());
            list.push_back({{"file", problem.file},
                            {"key", problem.key},
                            {"value", problem.value},
                            {"problem", problem.problem}});
        }
        if (problems.empty()) {
            context.reporter.line(m_model + ": fine");
        }
        context.reporter.result({{"passed", problems.empty()}, {"problems", list}});
        return problems.empty() ? exitDone : exitCheckFailed;
    }

private:
    /// What `render` and `segment` would say of it.
    static void tryToLoad(const std::filesystem::path& path, const Context& context,
                          std::vector<project::Problem>& problems) {
        try {
            const auto package = project::ModelPackage::open(path);
            const translate::EngineSettings settings{"cpu", nets::Precision::Fp32,
                                                     context.common.threads};
            if (translate::translatesPhotos(package.manifest().kind)) {
                translate::openPhotoTranslator(package, settings);
            } else if (package.manifest().networks.contains("G")) {
                translate::openTranslator(package, settings);
            } else if (package.manifest().networks.contains("S")) {
                const translate::Segmentation segmentation(package, settings);
            }
        } catch (const Error& failure) {
            problems.push_back({path.filename().string(), failure.where(), {}, failure.problem()});
        }
    }

    std::string m_model;
};

class PackageStyles final : public Command {
public:
    explicit PackageStyles(CLI::App& parent)
        : Command(parent, "styles", "The styles of a model by name; gives them names",
                  "  underpaint package styles nature\n"
                  "  underpaint package styles mine.underpaint-model --name \"sky:0=overcast\"\n"
                  "  Names are for people: scenes and `render --style` may use numbers as well.") {
        app()
            .add_option("model", m_model, "Package: a path, or an id in the model folders")
            ->required();
        app().add_option("--name", m_names,
                         "CLASS:NUMBER=NAME: calls a style so; as often as there are names");
        app().add_flag("--by-looks", m_byLooks,
                       "Names those that have no name by the colours of their pictures");
        app().add_option("-o,--output", m_output, "Package to write; default: the model itself");
        app().add_flag("--overwrite", m_overwrite, "Replace another package that is there");
    }

    int run(Context& context) override {
        const project::ModelPackage package = openModel(m_model);
        project::Manifest manifest = package.manifest();
        if (m_byLooks) {
            nameByLooks(package, manifest);
        }
        for (const std::string& text : m_names) {
            nameOne(text, manifest);
        }
        if (manifest != package.manifest()) {
            write(package, manifest, context);
        } else if (!m_output.empty()) {
            throw Error("there is nothing to change", m_output, "Add --name or --by-looks");
        }
        show(manifest, context.reporter);
        return exitDone;
    }

private:
    static void nameByLooks(const project::ModelPackage& package, project::Manifest& manifest) {
        for (auto& [classId, styles] : manifest.styles) {
            std::vector<Image> pictures;
            for (std::size_t k = 0; k < styles.size(); ++k) {
                pictures.push_back(project::styleThumbnail(package, classId, k));
            }
            const std::vector<std::string> names = train::namesByLooks(pictures);
            for (std::size_t k = 0; k < styles.size(); ++k) {
                if (styles[k].name.empty()) {
                    styles[k].name = names[k];
                }
            }
        }
    }

    static void nameOne(const std::string& text, project::Manifest& manifest) {
        const auto [place, name] = parseAssignment(text, "--name");
        const std::size_t colon = place.rfind(':');
        if (colon == std::string::npos) {
            throw Error("has not the form CLASS:NUMBER=NAME", "--name " + text);
        }
        const auto named = std::ranges::find(manifest.classes, place.substr(0, colon),
                                             &project::PackageClass::name);
        const auto styles = named == manifest.classes.end() ? manifest.styles.end()
                                                            : manifest.styles.find(named->id);
        if (styles == manifest.styles.end()) {
            throw Error("the model has no styles of such a class", "--name " + text,
                        "`underpaint package styles MODEL` lists them");
        }
        const auto number = parseNumber(place.substr(colon + 1), 65535, "--name " + text);
        if (number >= styles->second.size()) {
            throw Error("the class has " + std::to_string(styles->second.size()) + " styles",
                        "--name " + text, "They are counted from 0");
        }
        styles->second[number].name = name;
    }

    void write(const project::ModelPackage& package, const project::Manifest& manifest,
               Context& context) const {
        const std::filesystem::path output = packageOutput(package.path(), m_output, m_overwrite);
        project::writePackage(output, manifest, project::weightsOf(package),
                              /*overwrite=*/true, project::thumbnailsOf(package));
        context.reporter.note("wrote " + output.string());
    }

    static void show(const project::Manifest& manifest, Reporter& reporter) {
        Json classes = Json::array();
        for (const project::PackageClass& one : manifest.classes) {
            const auto styles = manifest.styles.find(one.id);
            if (styles == manifest.styles.end()) {
                continue;
            }
            Json names = Json::array();
            for (std::size_t k = 0; k < styles->second.size(); ++k) {
                const project::StyleCentroid& style = styles->second[k];
                reporter.line(safeText(one.name) + ":" + std::to_string(k) + "  " +
                              (style.name.empty() ? "-" : safeText(style.name)));
                names.push_back(style.name);
            }
            classes.push_back({{"id", one.id}, {"name", one.name}, {"styles", names}});
        }
        reporter.result({{"model", manifest.id}, {"classes", classes}});
    }

    std::string m_model;
    std::vector<std::string> m_names;
    std::string m_output;
    bool m_byLooks = false;
    bool m_overwrite = false;
};

class PackageList final : public Command {
public:
    explicit PackageList(CLI::App& parent)
        : Command(parent, "list", "The packages in the model folders",
                  "  underpaint package list ~/models\n"
                  "  Without a folder: $UNDERPAINT_MODELS, the user's data folder, and the "
                  "program's own.") {
        app().add_option("folders", m_folders, "Folders to look into");
    }

    int run(Context& context) override {
        const std::vector<std::filesystem::path> folders =
            m_folders.empty()
                ? modelFolders()
                : std::vector<std::filesystem::path>(m_folders.begin(), m_folders.end());
        Json list = Json::array();
        for (const project::PackageListing& one : project::listPackages(folders)) {
            const std::string path = safeText(one.path.string());
            context.reporter.line(one.problem.empty()
                                      ? safeText(one.id + "  " + one.name + "  " + one.kind) +
                                            "  " + path
                                      : path + ": " + one.problem);
            list.push_back({{"path", one.path.string()},
                            {"id", one.id},
                            {"name", one.name},
                            {"kind", one.kind},
                            {"problem", one.problem}});
        }
        context.reporter.result({{"packages", list}});
        return exitDone;
    }

private:
    std::vector<std::string> m_folders;
};

} // namespace

void addPackageCommands(CLI::App& root, Commands& commands) {
    CLI::App* parent = root.add_subcommand("package", "Model packages: info, check, list, styles");
    parent->require_subcommand(1);
    parent->footer("Example:\n  underpaint package list");
    commands.push_back(std::make_unique<PackageInfo>(*parent));
    commands.push_back(std::make_unique<PackageCheck>(*parent));
    commands.push_back(std::make_unique<PackageList>(*parent));
    commands.push_back(std::make_unique<PackageStyles>(*parent));
}

} // namespace underpaint::app
