// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/script/script.h"

#include <cctype>
#include <cstdint>
#include <string>

namespace {

using namespace underpaint;

/// No file is there, and every model is the same.
class EmptyWorld final : public script::ScriptHost {
public:
    project::Project openProject(const std::filesystem::path& file) override { absent(file); }
    Image readPhoto(const std::filesystem::path&) override { return {5, 4, 3, std::uint8_t{200}}; }
    void readMaps(const script::MapFiles&, scene::SceneState& state) override {
        state.labels = scene::LabelMap({7, 5}, state.labelSet.classes().front().id);
        state.instances = scene::instancesFromLabels(state.labels);
    }
    scene::LabelSet labelSet(const std::string& name) override {
        return scene::builtinLabels(name.starts_with("generated") ? "camvid" : name);
    }
    project::Manifest manifest(const std::string& name) override {
        project::Manifest manifest;
        manifest.id = name;
        manifest.name = name;
        manifest.labelChannels = 4;
        manifest.featNum = 2;
        manifest.classes = {{0, "nothing", {0, 0, 0}, false}, {3, "car", {0, 0, 142}, true}};
        manifest.styles[3] = {{{0.5, -0.5}, 0.6, "red"}};
        return manifest;
    }
    int codeSize(const std::string&) override { return 3; }
    scene::LatentCode encodeCode(const std::string&, const Image&) override { return {{1, 2, 3}}; }
    std::map<std::uint32_t, std::vector<float>>
    encodeStyles(const std::string&, const Image&, const InstancePlane& instances) override {
        return {{instances.at(0, 0), {0.25F, 0.75F}}};
    }
    LabelPlane segment(const std::string&, const Image& photo) override {
        return {photo.width(), photo.height(), std::uint16_t{0}};
    }
    script::Report render(const scene::SceneState& state, const script::RenderOrder&) override {
        state.check();
        return script::Report::object();
    }
    void write(const std::filesystem::path&, std::span<const std::byte>) override {}

private:
    [[noreturn]] static void absent(const std::filesystem::path& file) {
        throw Error("cannot be opened", file.string());
    }
};

/// Numbers of at most three digits, so that no scene becomes larger than the memory.
std::string withSmallNumbers(const std::uint8_t* data, std::size_t size) {
    std::string text;
    int digits = 0;
    for (std::size_t i = 0; i < size; ++i) {
        const char c = static_cast<char>(data[i]);
        digits = std::isdigit(data[i]) != 0 ? digits + 1 : 0;
        if (digits <= 3) {
            text += c == 'e' && i > 0 && std::isdigit(data[i - 1]) != 0 ? ' ' : c;
        }
    }
    return text;
}

} // namespace

/// Whatever a script says ends in reports or in one Error, and leaves a scene that is consistent.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        EmptyWorld world;
        script::Script::parse(withSmallNumbers(data, size), "input")
            .run(world, {}, [](const script::Report& report) { (void)report.dump(); });
    } catch (const Error&) {
        // The only permitted way to fail.
    }
    return 0;
}
