// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/archive/zip_index.h"
#include "engine/project/package/matching_styles.h"
#include "engine/project/package/model_package.h"
#include "engine/project/package/package_catalogue.h"
#include "engine/project/package/suitable_model.h"
#include "tests/engine/project_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <future>
#include <iterator>
#include <numeric>
#include <set>

using namespace underpaint;
using namespace underpaint::test;
using namespace std::string_literals;
namespace fs = std::filesystem;
using project::ElementType;
using project::Manifest;
using project::ModelPackage;

namespace {

const std::string weightBytes = floats({1, 2, 3, 4});

Manifest sampleManifest() {
    Manifest manifest;
    manifest.name = "Streets \xC3\xA9";
    manifest.kind = "pix2pixhd";
    manifest.networks["G"] = {"pix2pixhd.global_generator",
                              {{"ngf", std::int64_t{4}},
                               {"norm", "instance"s},
                               {"use_dropout", false},
                               {"scale", 1.0},
                               {"widths", std::vector<double>{64, 0.5}}},
                              {}};
    manifest.networks["E"] = {"pix2pixhd.encoder", {}, {}};
    manifest.classes = {{7, "road", {128, 64, 128}, false}, {26, "car", {0, 0, 142}, true}};
    manifest.labelChannels = 35;
    manifest.useInstanceEdges = true;
    manifest.featNum = 2;
    manifest.size = {1024, 512, 16};
    manifest.styles[26] = {{{0.5, -0.25}, 0.75, "dark blue"}, {{1, 0.1}, 0.25}};
    manifest.styleSets = {{{26, 1}}, {{26, 0}}};
    manifest.licence = "CC0-1.0";
    manifest.data = "synthetic";
    manifest.metrics = {{"fid", 50.25}};
    manifest.notes = "two\nlines";
    manifest.parent = "older";
    return manifest;
}

std::vector<project::PackageWeights> sampleWeights() {
    return {{"G", {{"w", ElementType::F32, {2, 2}, asBytes(weightBytes)}}},
            {"E", {{"v", ElementType::F32, {4}, asBytes(weightBytes)}}}};
}

Manifest writeSample(const fs::path& path, bool overwrite = false) {
    return project::writePackage(path, sampleManifest(), sampleWeights(), overwrite);
}

std::string readAll(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void writeAll(const fs::path& path, const std::string& content) {
    std::ofstream(path, std::ios::binary) << content;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    CHECK(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

std::string allText(const std::vector<project::Problem>& problems) {
    std::string text;
    for (const auto& problem : problems) {
        text += problem.text() + "\n";
    }
    return text;
}

/// A zip of members that are compressed in name only: each is "stored blocks" of the deflate format
/// (RFC 1951, 3.2.4), which is not the same as a stored member.
std::string deflatedZip(const std::vector<std::pair<std::string, std::string>>& members) {
    std::vector<std::pair<std::string, std::string>> blocks;
    for (const auto& [name, content] : members) {
        constexpr std::size_t largest = 65535;
        std::string stream;
        std::size_t from = 0;
        do {
            const std::size_t size = std::min(largest, content.size() - from);
            stream += from + size == content.size() ? '\1' : '\0';
            for (const std::size_t length : {size, ~size}) {
                stream += static_cast<char>(length);
                stream += static_cast<char>(length >> 8);
            }
            stream += content.substr(from, size);
            from += size;
        } while (from < content.size());
        blocks.emplace_back(name, stream);
    }
    std::string zip = storedZip(blocks);
    for (const auto& [name, content] : members) {
        const std::string plain = storedZip({{name, content}});
        const auto patch = [&](const std::string& signature, std::size_t method, std::size_t crc,
                               std::size_t nameAt) {
            auto at = zip.find(signature);
            while (zip.compare(at + nameAt, name.size(), name) != 0) {
                at = zip.find(signature, at + 1);
            }
            zip[at + method] = 8;
            zip.replace(at + crc, 4, plain, 14, 4);
            zip.replace(at + crc + 8, 4, plain, 22, 4);
        };
        patch("PK\x03\x04", 8, 14, 30);
        patch("PK\x01\x02", 10, 16, 46);
    }
    return zip;
}

/// A folder package whose manifest was changed.
class ChangedPackage {
public:
    ChangedPackage() { writeSample(m_folder / "p.underpaint-model/"); }

    void replace(const std::string& from, const std::string& to) const {
        const auto file = path() / "manifest.json";
        writeAll(file, replaced(readAll(file), from, to));
    }
    fs::path path() const { return m_folder / "p.underpaint-model"; }

private:
    TemporaryFolder m_folder;
};

} // namespace

UNDERPAINT_TEST(models_of_scenes_and_of_frames_paint_scenes) {
    const auto paints = [](const char* role, int labels) {
        Manifest model;
        model.networks[role] = {};
        model.labelChannels = labels;
        return project::paintsScenes(model);
    };
    CHECK(paints("G", 12) && paints("G0", 12));
    CHECK(!paints("G0", 0)); // from sketches
    CHECK(!paints("S", 12) && !paints("G_A", 0));
}

UNDERPAINT_TEST(package_round_trip_as_folder_and_zip) {
    const TemporaryFolder folder;
    for (const char* name : {"a.underpaint-model/", "a-zip.underpaint-model"}) {
        const auto written = writeSample(folder / name);
        CHECK(fs::is_directory(folder / name) == (name[1] == '.'));
        CHECK(ModelPackage::check(folder / name).empty());
        const auto package = ModelPackage::open(folder / name);
        CHECK(package.manifest() == written);
        auto expected = sampleManifest();
        expected.id = written.id;
        expected.sha256 = written.sha256;
        expected.networks["G"].weights = "G.safetensors";
        expected.networks["E"].weights = "E.safetensors";
        CHECK(package.manifest() == expected);
        CHECK_EQUAL(written.id.size(), 36U);
        const auto weights = package.weights("G");
        CHECK((floatsOf(*weights.find("w")) == std::vector<float>{1, 2, 3, 4}));
        CHECK(project::isAligned(*weights.find("w")));
        CHECK_ERROR(package.weights("D"), "\"D\"");
    }
}

UNDERPAINT_TEST(package_bytes_depend_on_the_content_only) {
    const TemporaryFolder folder;
    const auto a = writeSample(folder / "a.underpaint-model");
    const auto b = writeSample(folder / "b.underpaint-model");
    CHECK_EQUAL(a.id, b.id);
    CHECK_EQUAL(readAll(folder / "a.underpaint-model"), readAll(folder / "b.underpaint-model"));
}

UNDERPAINT_TEST(package_is_not_overwritten_silently) {
    const TemporaryFolder folder;
    for (const char* name : {"a.underpaint-model/", "b.underpaint-model"}) {
        writeSample(folder / name);
        CHECK_ERROR(writeSample(folder / name), "exists already");
        writeSample(folder / name, true);
        CHECK(ModelPackage::check(folder / name).empty());
    }
    fs::create_directory(folder / "mine");
    writeAll(folder / "mine/letter.txt", "dear");
    CHECK_ERROR(writeSample(folder / "mine/", true), "no model package");
    CHECK(fs::exists(folder / "mine/letter.txt"));
    // Nothing temporary is left.
    CHECK_EQUAL(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 3);
}

UNDERPAINT_TEST(package_writer_lists_what_is_wrong) {
    const TemporaryFolder folder;
    auto manifest = sampleManifest();
    manifest.name.clear();
    manifest.classes[1].id = 99;
    manifest.networks["D"] = {"pix2pixhd.multiscale_discriminator", {}, {}};
    manifest.styleSets.push_back({{26, 2}, {7, 0}});
    const auto write = [&] {
        project::writePackage(folder / "x.underpaint-model", manifest, sampleWeights());
    };
    for (const char* part : {"/name", "/labels/classes/1/id = 99", "/networks/D/weights",
                             "/styles/26: belongs to a class", "/style_sets/2/26 = 2: is no style",
                             "/style_sets/2/7 = 0: is no style"}) {
        CHECK_ERROR(write(), part);
    }
    CHECK(fs::is_empty(folder.path()));
    const std::vector<project::PackageWeights> surplus = {{"X", {}}};
    CHECK_ERROR(project::writePackage(folder / "x", sampleManifest(), surplus), "\"X\"");
    CHECK_ERROR(writeSample(folder / "missing/x.underpaint-model"), "missing");
}

UNDERPAINT_TEST(styles_that_go_together_are_those_of_one_photo) {
    Manifest manifest;
    manifest.styleSets = {{{1, 0}, {2, 5}}, {{1, 3}, {2, 7}}, {{1, 9}}};
    std::set<std::uint32_t> skies;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const auto styles = project::matchingStyles(manifest, {1, 2, 4}, seed);
        CHECK_EQUAL(styles.size(), 2U); // nobody knows of class 4
        CHECK_EQUAL(styles.at(2), styles.at(1) == 0 ? 5U : 7U);
        skies.insert(styles.at(1));
        CHECK(styles == project::matchingStyles(manifest, {1, 2, 4}, seed));
    }
    CHECK(skies == (std::set<std::uint32_t>{0, 3}));
    CHECK(project::matchingStyles(manifest, {4}, 1).empty());
    CHECK(project::matchingStyles({}, {1}, 1).empty());
}

UNDERPAINT_TEST(package_open_reports_all_problems_at_once) {
    const ChangedPackage package;
    package.replace("\"kind\": \"pix2pixhd\"", "\"kind\": 5");
    package.replace("\"channels\": 35", "\"channels\": -1");
    package.replace("\"multiple\": 16", "\"multiple\": 1.5, \"colour\": 1");
    package.replace("\"share\": 0.75", "\"share\": 75");
    package.replace("\"name\": \"car\"", "\"nmae\": \"car\"");
    const std::string text = allText(ModelPackage::check(package.path()));
    for (const char* part :
         {"manifest.json /kind = 5: is not a text",
          "manifest.json /labels/channels = -1: is not a whole number from 0 to 65536",
          "manifest.json /size/multiple = 1.5: is not a whole number",
          "manifest.json /size/colour = 1: is not known",
          "manifest.json /styles/26/0/share = 75: is not a number from 0 to 1",
          "manifest.json /labels/classes/1/nmae = \"car\": is not known",
          "manifest.json /labels/classes/1/name: is missing"}) {
        CHECK(text.find(part) != std::string::npos);
        CHECK_ERROR(ModelPackage::open(package.path()), part);
    }
    CHECK_EQUAL(std::count(text.begin(), text.end(), '\n'), 7);
}

UNDERPAINT_TEST(package_finds_missing_and_damaged_files) {
    const ChangedPackage package;
    fs::remove(package.path() / "E.safetensors");
    auto weights = readAll(package.path() / "G.safetensors");
    weights.back() = static_cast<char>(weights.back() ^ 1);
    writeAll(package.path() / "G.safetensors", weights);
    const auto text = allText(ModelPackage::check(package.path()));
    CHECK(text.find("/networks/E/weights = E.safetensors: is not in the package") !=
          std::string::npos);
    CHECK(text.find("G.safetensors: has been changed or damaged") != std::string::npos);
    CHECK_EQUAL(std::count(text.begin(), text.end(), '\n'), 2);
    weights.resize(weights.size() - 1);
    writeAll(package.path() / "G.safetensors", weights);
    CHECK_ERROR(ModelPackage::open(package.path()), "truncated");
    fs::remove(package.path() / "manifest.json");
    CHECK_ERROR(ModelPackage::open(package.path()), "manifest.json: is not in the package");
    CHECK_ERROR(ModelPackage::open(package.path() / "none"), "none");
}

UNDERPAINT_TEST(package_weights_are_looked_at_when_they_are_used) {
    const TemporaryFolder cache;
    ::setenv("XDG_CACHE_HOME", cache.path().c_str(), 1);
    const ChangedPackage package;
    const fs::path weights = package.path() / "G.safetensors";
    CHECK_EQUAL(ModelPackage::open(package.path()).weights("G").tensors().size(), 1U);
    CHECK(fs::file_size(cache / "underpaint/verified-files") > 0); // it is remembered
    const auto whole = readAll(weights);
    auto changed = whole;
    changed.back() = static_cast<char>(changed.back() ^ 1);
    const auto before = fs::last_write_time(weights);
    std::ofstream(weights, std::ios::binary | std::ios::in).write(changed.data(), changed.size());
    fs::last_write_time(weights, before); // a hostile one
    const ModelPackage opened = ModelPackage::open(package.path());
    CHECK_ERROR(opened.weights("G"), "G.safetensors: has been changed or damaged");
    CHECK_ERROR(opened.weights("G"), "has been changed or damaged"); // still
    writeAll(weights, whole);
    ModelPackage::open(package.path()).weights("G");
    ::unsetenv("XDG_CACHE_HOME");
}

UNDERPAINT_TEST(package_weights_that_are_no_numbers_are_told) {
    const TemporaryFolder folder;
    const fs::path path = folder / "p.underpaint-model";
    for (const auto& [type, element] : std::vector<std::pair<ElementType, std::string>>{
             {ElementType::F32, "\0\0\xc0\x7f"s},
             {ElementType::F32, "\0\0\x80\xff"s},
             {ElementType::F16, "\0\x7c"s},
             {ElementType::BF16, "\x80\x7f"s},
             {ElementType::F64, "\0\0\0\0\0\0\xf0\x7f"s}}) {
        project::Manifest manifest;
        manifest.name = "sample";
        manifest.kind = "pix2pixhd";
        manifest.networks["G"] = {"pix2pixhd.global_generator", {}, {}};
        const std::string data = std::string(element.size(), '\0') + element;
        const project::PackageWeights weights{
            "G", {{"model.1.weight", type, {2}, std::as_bytes(std::span(data))}}};
        project::writePackage(path, manifest, std::span(&weights, 1), true);
        const auto text = allText(ModelPackage::check(path));
        CHECK(text.find("G.safetensors model.1.weight: holds values that are not finite") !=
              std::string::npos);
        CHECK_ERROR(ModelPackage::open(path).weights("G"), "not finite");
    }
}

UNDERPAINT_TEST(package_names_are_checked_and_shown_safely) {
    for (const std::string bad : {"../victim", "a/b", "a\\\\b", "red\\u001b[31m", "two\\nlines"}) {
        const ChangedPackage package;
        package.replace("\"name\": \"Streets", "\"name\": \"" + bad + "Streets");
        const std::string text = allText(ModelPackage::check(package.path()));
        CHECK(text.find("/name") != std::string::npos);
        CHECK(text.find('\x1b') == std::string::npos);
        CHECK_EQUAL(std::count(text.begin(), text.end(), '\n'), 1);
        CHECK_ERROR(ModelPackage::open(package.path()), "/name");
    }
    const ChangedPackage package;
    package.replace("\"name\": \"Streets", "\"name\": \"" + std::string(300, 'n') + "Streets");
    CHECK_ERROR(ModelPackage::open(package.path()), "bytes, more than");
}

#ifdef UNDERPAINT_HAVE_LIBZIP
UNDERPAINT_TEST(large_compressed_weights_are_unpacked_when_they_are_wanted) {
    const TemporaryFolder folder;
    std::vector<float> values(200'000); // more than the beginning that open() looks at
    std::iota(values.begin(), values.end(), 0.5F);
    project::Manifest manifest;
    manifest.name = "sample";
    manifest.kind = "pix2pixhd";
    manifest.networks["G"] = {"pix2pixhd.global_generator", {}, {}};
    const project::PackageWeights weights{
        "G", {{"w", ElementType::F32, {200'000}, std::as_bytes(std::span(values))}}};
    const fs::path plain = folder / "plain.underpaint-model/";
    project::writePackage(plain, manifest, std::span(&weights, 1));
    std::vector<std::pair<std::string, std::string>> members;
    for (const auto& entry : fs::directory_iterator(plain)) {
        members.emplace_back(entry.path().filename().string(), readAll(entry.path()));
    }
    const fs::path path = folder / "z.underpaint-model";
    const std::string zip = deflatedZip(members);
    writeAll(path, zip);
    const ModelPackage package = ModelPackage::open(path);
    CHECK(floatsOf(*package.weights("G").find("w")) == values);
    CHECK(floatsOf(*package.weights("G").find("w")) == values); // the same once more
    CHECK_EQUAL(allText(ModelPackage::check(path)), ""s);

    // Damage behind the beginning does not keep the package from the list, and is found on use.
    std::string damaged = zip;
    const std::string last(reinterpret_cast<const char*>(&values.back()), sizeof(float));
    damaged[damaged.find(last)] ^= 1;
    writeAll(path, damaged);
    CHECK_EQUAL(ModelPackage::open(path).manifest().name, "sample");
    CHECK(!ModelPackage::check(path).empty());
    bool refused = false;
    try {
        (void)ModelPackage::open(path).weights("G");
    } catch (const Error&) {
        refused = true;
    }
    CHECK(refused);
}
#endif

UNDERPAINT_TEST(a_manifest_of_many_members_takes_time_in_proportion) {
    const ChangedPackage package;
    std::string members;
    for (int i = 0; i < 40000; ++i) {
        members += "\"k" + std::to_string(i) + "\": {\"a\": {}}, ";
    }
    package.replace("\"format\"", members + "\"format\"");
    CHECK_ERROR(ModelPackage::open(package.path()), "/k0");
    CHECK_EQUAL(ModelPackage::check(package.path()).size(), 40000U);
}

UNDERPAINT_TEST(the_catalogue_never_waits_for_a_package) {
    const TemporaryFolder folder;
    for (const char* name : {"a", "slow", "z"}) {
        writeSample(folder / (std::string(name) + ".underpaint-model"));
    }
    std::promise<void> release;
    const std::shared_future<void> released = release.get_future().share();
    std::atomic<int> reads = 0;
    project::PackageCatalogue catalogue({folder.path()}, [&](const fs::path& path) {
        ++reads;
        if (path.filename() == "slow.underpaint-model") {
            released.wait();
        }
        return ModelPackage::open(path);
    });
    const auto early = catalogue.packages(std::chrono::milliseconds(50));
    CHECK(catalogue.busy());
    for (const auto& package : early) {
        CHECK(package.listing.path.filename() != "slow.underpaint-model" ||
              package.listing.problem == "is still being read");
    }
    release.set_value();
    const auto whole = catalogue.packages(std::chrono::minutes(1));
    CHECK_EQUAL(whole.size(), 3U);
    for (const auto& package : whole) {
        CHECK(package.manifest && package.listing.problem.empty());
    }
    // Each is read once, until it changes.
    CHECK_EQUAL(catalogue.packages(std::chrono::minutes(1)).size(), 3U);
    CHECK_EQUAL(reads.load(), 3);
    writeAll(folder / "a.underpaint-model", "broken");
    const auto changed = catalogue.packages(std::chrono::minutes(1));
    CHECK(!changed.front().listing.problem.empty());
    CHECK_EQUAL(reads.load(), 4);
    fs::remove(folder / "z.underpaint-model");
    CHECK_EQUAL(catalogue.packages(std::chrono::minutes(1)).size(), 2U);
}

UNDERPAINT_TEST(package_paths_never_leave_the_package) {
    const ChangedPackage package;
    writeAll(package.path() / "../outside.safetensors", readAll(package.path() / "G.safetensors"));
    const auto manifest = readAll(package.path() / "manifest.json");
    for (const auto& name :
         {"../outside.safetensors"s, (package.path() / "../outside.safetensors").string(),
          "x/../../outside.safetensors"s, "..\\\\outside.safetensors"s}) {
        auto changed =
            replaced(manifest, "\"weights\": \"G.safetensors\"", "\"weights\": \"" + name + "\"");
        writeAll(package.path() / "manifest.json", changed);
        CHECK_ERROR(ModelPackage::open(package.path()), "inside the package");
    }
    writeAll(package.path() / "manifest.json", manifest);
    fs::remove(package.path() / "G.safetensors");
    fs::create_symlink("../outside.safetensors", package.path() / "G.safetensors");
    CHECK_ERROR(ModelPackage::open(package.path()), "leads out of the package");
}

UNDERPAINT_TEST(package_refuses_newer_formats_and_json_bombs) {
    const ChangedPackage package;
    package.replace("\"format\": 1", "\"format\": 2, \"future\": {}");
    CHECK_ERROR(ModelPackage::open(package.path()), "newer format");
    const auto file = package.path() / "manifest.json";
    writeAll(file, std::string(1 << 20, '['));
    CHECK_ERROR(ModelPackage::open(package.path()), "too deeply");
    writeAll(file, "{\"id\": 1e999}");
    CHECK_ERROR(ModelPackage::open(package.path()), "JSON");
    writeAll(file, "[]");
    CHECK_ERROR(ModelPackage::open(package.path()), "is not an object");
    writeAll(file, "{}");
    CHECK_ERROR(ModelPackage::open(package.path()), "/networks: is missing");
}

UNDERPAINT_TEST(package_zip_of_the_folder_is_read) {
    const ChangedPackage package;
    std::vector<std::pair<std::string, std::string>> members;
    for (const auto& entry : fs::directory_iterator(package.path())) {
        members.emplace_back("p/" + entry.path().filename().string(), readAll(entry.path()));
    }
    const TemporaryFolder folder;
    for (const bool always64 : {false, true}) {
        writeAll(folder / "z.underpaint-model", storedZip(members, always64));
        CHECK(ModelPackage::check(folder / "z.underpaint-model").empty());
    }
    members.emplace_back("p/../evil", "x");
    writeAll(folder / "z.underpaint-model", storedZip(members));
    CHECK_ERROR(ModelPackage::open(folder / "z.underpaint-model"), "unsafe name");
}

UNDERPAINT_TEST(package_zip_with_compressed_members) {
    const ChangedPackage package;
    std::vector<std::pair<std::string, std::string>> members;
    for (const auto& entry : fs::directory_iterator(package.path())) {
        members.emplace_back(entry.path().filename().string(), readAll(entry.path()));
    }
    const TemporaryFolder folder;
    const auto path = folder / "z.underpaint-model";
    writeAll(path, deflatedZip(members));
#ifdef UNDERPAINT_HAVE_LIBZIP
    CHECK_EQUAL(allText(ModelPackage::check(path)), ""s);
    CHECK((floatsOf(*ModelPackage::open(path).weights("G").find("w")) ==
           std::vector<float>{1, 2, 3, 4}));
    // The manifest claims to unpack to far more than it could.
    auto bomb = deflatedZip(members);
    bomb.replace(bomb.rfind("PK\x01\x02") + 24, 4, "\xff\xff\xff\x7f");
    writeAll(path, bomb);
    CHECK_ERROR(ModelPackage::open(path), "far larger than its compressed data");
#else
    CHECK_ERROR(ModelPackage::open(path), "is compressed");
#endif
}

UNDERPAINT_TEST(package_survives_truncation_and_damage) {
    const TemporaryFolder folder;
    const auto path = folder / "p.underpaint-model";
    writeSample(path);
    const auto content = readAll(path);
    const auto read = [&](const std::string& damaged) {
        writeAll(path, damaged);
        ModelPackage::open(path).weights("G");
    };
    const auto errors = tortureReader(content, 1500, 6, read);
    CHECK(errors >= content.size());
}

UNDERPAINT_TEST(package_folders_are_listed) {
    const TemporaryFolder folder;
    writeSample(folder / "b.underpaint-model/");
    writeSample(folder / "a.underpaint-model");
    writeAll(folder / "c.underpaint-model", "broken");
    writeAll(folder / "d.txt", "");
    const std::vector<fs::path> folders = {folder.path(), folder / "missing"};
    const auto list = project::listPackages(folders);
    CHECK_EQUAL(list.size(), 3U);
    CHECK(list[0].path.filename() == "a.underpaint-model");
    CHECK(list[0].problem.empty() && list[1].problem.empty());
    CHECK_EQUAL(list[1].kind, "pix2pixhd"s);
    CHECK(!list[2].problem.empty());
}

UNDERPAINT_TEST(zip_refuses_irregular_archives) {
    const auto index = [](const std::string& archive) {
        return project::ZipIndex(asBytes(archive), "sample.zip");
    };
    const auto good = storedZip({{"a", "first"}, {"b", "second"}});
    CHECK_EQUAL(index(good).members().size(), 2U);
    CHECK_EQUAL(index(good + "").find("b")->size, 6U);
    CHECK(index(storedZip({{"folder/", ""}})).members().empty());
    CHECK_ERROR(index(storedZip({{"folder/", "x"}})), "folder with content");
    CHECK_ERROR(index(storedZip({{"a", "1"}, {"a", "2"}})), "twice");
    CHECK_ERROR(index(good.substr(0, good.size() - 1)), "truncated");
    CHECK_ERROR(index(""), "truncated");
    // The second directory entry is pointed at the first member.
    auto overlapping = storedZip({{"a", "first"}, {"b", "second"}});
    const auto entry = overlapping.rfind("PK\x01\x02");
    overlapping.replace(entry + 42, 4, std::string(4, '\0'));
    CHECK_ERROR(index(overlapping), "describes otherwise");
    overlapping = storedZip({{"a", "same"}, {"b", "same"}});
    overlapping[overlapping.rfind("b")] = 'a';
    overlapping.replace(overlapping.rfind("PK\x01\x02") + 42, 4, std::string(4, '\0'));
    CHECK_ERROR(index(overlapping), "over each other");
    auto encrypted = good;
    encrypted[encrypted.find("PK\x01\x02") + 8] = 1;
    CHECK_ERROR(index(encrypted), "encrypted");
}
