// SPDX-License-Identifier: GPL-3.0-or-later
// Commands that write files.
#include "engine/script/command_rows.h"

#include "engine/imaging/codec.h"
#include "engine/imaging/components.h"
#include "engine/project/file/project_file.h"
#include "engine/script/script_scene.h"

#include <array>
#include <limits>
#include <utility>

namespace underpaint::script {

namespace {

void checkEnding(const std::filesystem::path& file, const std::string& ending) {
    if (file.extension() != ending) {
        badField("to", "does not end in " + ending, "Call the file NAME" + ending);
    }
}

Action readRender(Fields& fields) {
    RenderOrder order;
    order.file = fields.output("to");
    order.model = fields.textOr("model", {});
    order.layers = fields.oneOfOr("layers", {"class", "instance"}, order.layers);
    if (fields.has("size")) {
        order.size = fields.size("size", imaging::kMaxExtent);
    }
    if (fields.has("seed")) {
        order.seed = fields.seed("seed");
    }
    return [order](Run& run, Report& report) {
        const scene::SceneState& state = run.scene.state();
        report.update(run.host.render(state, order));
    };
}

Action readSave(Fields& fields) {
    const std::filesystem::path file = fields.output("to");
    checkEnding(file, ".underpaint");
    return [file](Run& run, Report& report) {
        project::Project project = run.scene.project();
        project.thumbnail = project::labelThumbnail(project.state);
        run.host.write(file, project::encodeProject(project));
        report["file"] = file.string();
        report["steps"] = project.history.size();
    };
}

Action readWriteLabels(Fields& fields) {
    const std::filesystem::path file = fields.output("to");
    checkEnding(file, ".png");
    return [file](Run& run, Report& report) {
        run.host.write(file, imaging::encodePng(run.scene.state().labels.toPlane()));
        report["file"] = file.string();
    };
}

Action readWriteInstances(Fields& fields) {
    const std::filesystem::path file = fields.output("to");
    checkEnding(file, ".png");
    return [file](Run& run, Report& report) {
        InstancePlane ids = run.scene.state().instances.toPlane();
        const std::size_t renumbered =
            imaging::fitInstanceIds(ids, std::numeric_limits<std::uint16_t>::max());
        run.host.write(file, imaging::encodeInstancePng(ids));
        report["file"] = file.string();
        report["renumbered"] = renumbered;
    };
}

constexpr std::array outputRows = {CommandRow{"render", readRender}, CommandRow{"save", readSave},
                                   CommandRow{"write-labels", readWriteLabels},
                                   CommandRow{"write-instances", readWriteInstances}};

} // namespace

std::span<const CommandRow> outputCommands() {
    return outputRows;
}

} // namespace underpaint::script
