// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "app/cli/replaced_inputs.h"
#include "engine/base/error.h"
#include "engine/base/file_name.h"
#include "engine/run/import_report.h"

#include <CLI/CLI.hpp>

namespace underpaint::app {

namespace {

constexpr const char* importExample =
    "  underpaint import latest_net_G.pth latest_net_E.pth features_clustered_010.npy \\\n"
    "    --kind pix2pixhd --labels cityscapes -o cityscapes.underpaint-model\n"
    "  reads a pix2pixHD checkpoint with its encoder and style clusters into one package.";

class ImportCommand final : public Command {
public:
    explicit ImportCommand(CLI::App& root)
        : Command(root, "import", "Official PyTorch checkpoints to a model package",
                  importExample) {
        app()
            .add_option("files", m_files,
                        "Checkpoints of one model (.pth, .pt, .safetensors) and clusters (.npy)")
            ->required();
        app().add_option("-o,--output", m_output, "NAME.underpaint-model")->required();
        const std::vector<std::string> kinds = translate::importableKinds();
        app()
            .add_option("--kind", m_kind, "The system: " + listed(kinds) + "; default: deduced")
            ->check(CLI::IsMember(kinds));
        app()
            .add_option("--option", m_options,
                        "key=value, what shapes do not tell: label_nc, use_instance, feat_num, "
                        "use_dropout; or an option of a network (E.norm=batch). Repeatable")
            ->allow_extra_args(false);
        app().add_option("--set", m_set,
                         "Which weights, where a file holds several (g_ema, netG ...)");
        app().add_option("--labels", m_labels,
                         "Its classes: cityscapes, camvid, ccp, facades, ade20k, coco-stuff, "
                         "generated-N or a labels.json");
        app().add_option("--name", m_name, "Name of the model; default: that of the file");
        app().add_option("--licence", m_licence, "Licence of the weights");
        app().add_option("--data", m_data, "What it was trained on");
        app().add_option("--notes", m_notes, "What else a user should know");
        app().add_option("--native-size", m_nativeSize, "WxH it was trained for");
        app().add_flag("--overwrite", m_overwrite, "Replace an existing package");
    }

    int run(Context& context) override {
        if (!m_name.empty()) {
            checkName(m_name, "the name of the model", "--name");
        }
        translate::ImportRequest request;
        request.files.assign(m_files.begin(), m_files.end());
        refuseReplacedInputs(request.files, {m_output});
        request.kind = m_kind;
        request.set = m_set;
        request.options = parseOptions(m_options);
        request.labels = parseLabelSet(m_labels);
        request.name = m_name;
        request.licence = m_licence;
        request.data = m_data;
        request.notes = m_notes;
        request.nativeSize = parseSize(m_nativeSize);
        request.stored = context.common.precision();
        const translate::ImportOutcome outcome =
            translate::importModel(request, m_output, m_overwrite);
        tell(outcome, context.reporter);
        if (!outcome.whole()) {
            return refuse(context, outcome);
        }
        context.reporter.done("wrote " + m_output + " (" + outcome.written->id + ")");
        context.reporter.result(resultOf(outcome));
        return exitDone;
    }

private:
    /// "pix2pix or pix2pixhd".
    static std::string listed(const std::vector<std::string>& kinds) {
        std::string text;
        for (const std::string& kind : kinds) {
            text += (text.empty() ? "" : &kind == &kinds.back() ? " or " : ", ") + kind;
        }
        return text;
    }

    static void tell(const translate::ImportOutcome& outcome, Reporter& reporter) {
        using Kind = run::ImportLine::Kind;
        for (const run::ImportLine& line : run::importReport(outcome)) {
            switch (line.kind) {
            case Kind::Note:
                reporter.note(line.text);
                break;
            case Kind::Warning:
                reporter.warning(line.text);
                break;
            case Kind::Detail:
                reporter.detail(line.text);
                break;
            }
        }
    }

    /// Not whole: a rendering with part of the weights would be noise that looks like a model.
    int refuse(Context& context, const translate::ImportOutcome& outcome) const {
        const std::string message = run::importRefusal(outcome);
        context.reporter.error(message);
        Json result = resultOf(outcome);
        result["error"] = message;
        result["exit_code"] = exitWrongUse;
        context.reporter.result(result);
        return exitWrongUse;
    }

    Json resultOf(const translate::ImportOutcome& outcome) const {
        Json networks = Json::array();
        for (const translate::ImportedNetwork& network : outcome.networks) {
            Json options = Json::object();
            for (const auto& [name, value] : network.options) {
                std::visit([&, key = name](const auto& one) { options[key] = one; }, value);
            }
            networks.push_back({{"file", network.file.string()},
                                {"role", network.role},
                                {"network", network.network},
                                {"options", options},
                                {"assumed", network.assumptions},
                                {"missing", network.missing},
                                {"misshapen", network.misshapen},
                                {"unused", network.surplus},
                                {"ignored", network.ignored}});
        }
        Json result{{"networks", networks}};
        if (outcome.written) {
            result["package"] = m_output;
            result["id"] = outcome.written->id;
            result["kind"] = outcome.written->kind;
            result["label_channels"] = outcome.written->labelChannels;
            result["use_instance"] = outcome.written->useInstanceEdges;
            result["feat_num"] = outcome.written->featNum;
            result["style_classes"] = outcome.written->styles.size();
        }
        return result;
    }

    std::vector<std::string> m_files;
    std::string m_output;
    std::string m_kind;
    std::string m_set;
    std::vector<std::string> m_options;
    std::string m_labels;
    std::string m_name;
    std::string m_licence;
    std::string m_data;
    std::string m_notes;
    std::string m_nativeSize;
    bool m_overwrite = false;
};

} // namespace

void addImportCommand(CLI::App& root, Commands& commands) {
    commands.push_back(std::make_unique<ImportCommand>(root));
}

} // namespace underpaint::app
