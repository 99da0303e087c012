// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/tensors/torch_file.h"
#include "tests/engine/project_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <memory>

using namespace underpaint;
using namespace underpaint::test;
using project::ElementType;
using project::TensorFile;
using namespace std::string_literals;

namespace {

/// The tensors keep a copy of the content alive.
TensorFile parse(const std::string& content) {
    const auto kept = std::make_shared<std::string>(content);
    return project::parseTorchFile(asBytes(*kept), kept, "sample.pth");
}

std::string twoByThree(const pickled::TensorSpec& base = {}) {
    auto spec = base;
    spec.count = 6;
    spec.shape = {2, 3};
    spec.strides = {3, 1};
    return pickled::tensor(spec);
}

const StorageBytes sixFloats = {"0", 6, floats({1, 2, 3, 4, 5, 6})};

void checkSix(const TensorFile& file, const std::string& name) {
    const auto* tensor = file.find(name);
    CHECK(tensor != nullptr);
    CHECK((tensor->shape == std::vector<std::int64_t>{2, 3}));
    CHECK((floatsOf(*tensor) == std::vector<float>{1, 2, 3, 4, 5, 6}));
}

std::vector<std::byte> contentOf(const project::StoredTensor& tensor) {
    std::vector<std::byte> bytes(static_cast<std::size_t>(project::elementCount(tensor)) *
                                 project::elementSize(tensor.type));
    project::copyContiguous(tensor, bytes);
    return bytes;
}

void checkSameTensors(const TensorFile& expected, const TensorFile& actual) {
    for (const auto& tensor : expected.tensors()) {
        const auto* other = actual.find(tensor.name);
        CHECK(other != nullptr);
        CHECK(other->type == tensor.type);
        CHECK(other->shape == tensor.shape);
        CHECK(contentOf(*other) == contentOf(tensor));
    }
}

} // namespace

UNDERPAINT_TEST(torch_reads_both_containers_and_all_dictionaries) {
    const auto t = twoByThree();
    const auto ordered = pickled::orderedDict({{pickled::text("w"), t}});
    const auto plain = pickled::dict({{pickled::text("w"), t}});
    for (const auto& object : {ordered, plain}) {
        checkSix(parse(legacyCheckpoint(object, {sixFloats})), "w");
        checkSix(parse(zipCheckpoint(object, {sixFloats})), "w");
    }
}

UNDERPAINT_TEST(torch_reads_python_2_style) {
    pickled::TensorSpec spec;
    spec.maker = "_rebuild_tensor";
    spec.python2 = true;
    const auto pair = pickled::list({pickled::oldText("w"), twoByThree(spec)});
    const auto object =
        pickled::call(pickled::global("collections", "OrderedDict"), {pickled::list({pair})});
    checkSix(parse(legacyCheckpoint(object, {sixFloats})), "w");
}

UNDERPAINT_TEST(torch_reads_parameters_and_wrappers) {
    const auto parameter = pickled::call(pickled::global("torch._utils", "_rebuild_parameter"),
                                         {twoByThree(), "\x88", pickled::orderedDict({})});
    const auto inner = pickled::orderedDict({{pickled::text("w"), parameter}});
    const auto optimizer = pickled::call(pickled::global("argparse", "Namespace"), {});
    const auto object = pickled::dict({{pickled::text("epoch"), pickled::number(3)},
                                       {pickled::text("args"), optimizer},
                                       {pickled::text("state_dict"), inner}});
    checkSix(parse(legacyCheckpoint(object, {sixFloats})), "w");
    const auto two =
        pickled::dict({{pickled::text("params"), inner}, {pickled::text("params_ema"), inner}});
    CHECK_ERROR(parse(legacyCheckpoint(two, {sixFloats})), "several sets of weights");
    const auto strange = pickled::dict({{pickled::text("mine"), inner}});
    checkSix(parse(legacyCheckpoint(strange, {sixFloats})), "w");
    const auto none = pickled::dict({{pickled::text("mine"), pickled::orderedDict({})}});
    CHECK_ERROR(parse(legacyCheckpoint(none, {})), "no dictionary of tensors");
}

UNDERPAINT_TEST(torch_finds_weights_however_deep_and_beside_whatever) {
    using pickled::text;
    pickled::TensorSpec other{.count = 1, .shape = {1}, .strides = {1}};
    other.key = "1";
    const auto loss = pickled::tensor(other);
    const StorageBytes one{"1", 1, floats({9})};
    const auto weights = pickled::orderedDict({{text("layer.weight"), twoByThree()}});
    const auto adam = pickled::dict(
        {{text("state"),
          pickled::dict({{pickled::number(0), pickled::dict({{text("exp_avg"), loss}})}})},
         {text("param_groups"), pickled::list({pickled::dict({{text("lr"), "G12345678"}})})}});
    const auto size = pickled::call(pickled::global("torch", "Size"),
                                    {pickled::tuple({pickled::number(2), pickled::number(3)})});
    const auto number = pickled::call(pickled::global("numpy.core.multiarray", "scalar"),
                                      {pickled::global("numpy", "dtype"), pickled::bytes("abcd")});
    const auto object = pickled::call(pickled::global("my.code", "Config"), {text("x")});
    const std::vector<std::pair<std::string, std::string>> neighbours = {
        {text("epoch"), pickled::number(3)},
        {text("loss"), loss},
        {text("size"), size},
        {text("best"), number},
        {text("args"), object},
        {text("optimizer"), adam}};
    const auto with = [&](const std::string& key, const std::string& value) {
        auto items = neighbours;
        items.insert(items.begin() + 2, {text(key), value});
        return pickled::dict(items);
    };
    const auto deep = with("a", pickled::dict({{text("b"), with("c", weights)}}));
    const auto listed = with("models", pickled::list({pickled::tuple({weights})}));
    for (const auto& checkpoint : {with("anything", weights), deep, listed}) {
        for (const auto& content : {legacyCheckpoint(checkpoint, {sixFloats, one}),
                                    zipCheckpoint(checkpoint, {sixFloats, one})}) {
            const auto kept = std::make_shared<std::string>(content);
            const auto sets = project::parseTorchSets(asBytes(*kept), kept, "sample.pth");
            CHECK_EQUAL(sets.size(), 1U);
            CHECK_EQUAL(sets[0].file.tensors().size(), 1U);
            checkSix(sets[0].file, "layer.weight");
        }
    }
    const auto kept = std::make_shared<std::string>(
        legacyCheckpoint(with("g", pickled::dict({{text("ema"), weights}, {text("raw"), weights}})),
                         {sixFloats, one}));
    const auto sets = project::parseTorchSets(asBytes(*kept), kept, "sample.pth");
    CHECK_EQUAL(sets.size(), 2U);
    CHECK_EQUAL(sets[0].name, "g/ema");
    CHECK_EQUAL(sets[1].name, "g/raw");
}

UNDERPAINT_TEST(torch_reads_shared_strided_and_viewed_storages) {
    pickled::TensorSpec transposed = {.count = 6, .shape = {3, 2}, .strides = {1, 3}};
    pickled::TensorSpec slice = {.count = 6, .offset = 2, .shape = {2}, .strides = {1}};
    pickled::TensorSpec view = {.count = 6, .offset = 1, .shape = {2}, .strides = {1}};
    view.view = pickled::tuple({pickled::text("v"), pickled::number(3), pickled::number(3)});
    const auto object = pickled::dict({{pickled::text("t"), pickled::tensor(transposed)},
                                       {pickled::text("s"), pickled::tensor(slice)},
                                       {pickled::text("v"), pickled::tensor(view)}});
    const auto file = parse(legacyCheckpoint(object, {sixFloats}));
    CHECK((floatsOf(*file.find("t")) == std::vector<float>{1, 4, 2, 5, 3, 6}));
    CHECK((floatsOf(*file.find("s")) == std::vector<float>{3, 4}));
    CHECK((floatsOf(*file.find("v")) == std::vector<float>{5, 6}));
    CHECK(!project::isContiguous(*file.find("t")));
    CHECK(project::isContiguous(*file.find("s")));
}

UNDERPAINT_TEST(torch_reads_all_element_types_in_the_order_of_the_key_list) {
    const std::vector<std::pair<std::string, ElementType>> types = {
        {"DoubleStorage", ElementType::F64}, {"FloatStorage", ElementType::F32},
        {"HalfStorage", ElementType::F16},   {"BFloat16Storage", ElementType::BF16},
        {"LongStorage", ElementType::I64},   {"IntStorage", ElementType::I32},
        {"ShortStorage", ElementType::I16},  {"CharStorage", ElementType::I8},
        {"ByteStorage", ElementType::U8},    {"BoolStorage", ElementType::Bool}};
    std::vector<std::pair<std::string, std::string>> items;
    std::vector<StorageBytes> storages;
    for (std::size_t i = 0; i < types.size(); ++i) {
        const std::string key = std::to_string(i);
        const pickled::TensorSpec spec = {
            .storageType = types[i].first, .key = key, .count = 1, .shape = {}, .strides = {}};
        items.emplace_back(pickled::text(types[i].first), pickled::tensor(spec));
        const std::string data(project::elementSize(types[i].second), static_cast<char>(i));
        storages.insert(storages.begin(), {key, 1, data});
    }
    const auto file = parse(legacyCheckpoint(pickled::dict(items), storages));
    for (std::size_t i = 0; i < types.size(); ++i) {
        const auto* tensor = file.find(types[i].first);
        CHECK(tensor->type == types[i].second);
        CHECK_EQUAL(project::elementCount(*tensor), 1);
        CHECK(contentOf(*tensor).back() == static_cast<std::byte>(i));
    }
}

UNDERPAINT_TEST(torch_leaves_out_what_is_no_tensor_but_names_unknown_objects) {
    const auto t = twoByThree();
    const auto mixed = pickled::dict({{pickled::text("w"), t}, {pickled::text("n"), "K\x05"}});
    CHECK_EQUAL(parse(legacyCheckpoint(mixed, {sixFloats})).tensors().size(), 1U);
    const auto evil = pickled::call(pickled::global("os", "system"), {pickled::text("true")});
    const auto hidden = pickled::dict({{pickled::text("w"), t}, {pickled::text("n"), evil}});
    CHECK_ERROR(parse(legacyCheckpoint(hidden, {sixFloats})), "os.system");
    CHECK_ERROR(parse(legacyCheckpoint(evil, {sixFloats})), "os.system");
    CHECK_ERROR(parse(zipCheckpoint(evil, {})), "os.system");
}

UNDERPAINT_TEST(torch_refuses_tensors_outside_their_data) {
    const auto read = [](pickled::TensorSpec spec) {
        const auto object = pickled::dict({{pickled::text("w"), pickled::tensor(spec)}});
        return parse(legacyCheckpoint(object, {sixFloats}));
    };
    CHECK_ERROR(read({.count = 6, .offset = 1, .shape = {6}, .strides = {1}}), "beyond its data");
    CHECK_ERROR(read({.count = 6, .offset = 7, .shape = {0}, .strides = {1}}), "beyond its data");
    CHECK_ERROR(read({.count = 6, .shape = {2}, .strides = {6}}), "beyond its data");
    CHECK_ERROR(read({.count = 6, .shape = {2}, .strides = {-1}}), "offset or size");
    CHECK_ERROR(read({.count = 6, .offset = -1, .shape = {2}, .strides = {1}}), "offset or size");
    CHECK_ERROR(read({.count = 6, .shape = {2, 1}, .strides = {1}}), "number of axes");
    CHECK_ERROR(read({.count = 7, .shape = {2}, .strides = {1}}), "another size");
    CHECK_ERROR(read({.count = 6, .shape = {1LL << 40}, .strides = {0}}), "far larger");
    CHECK_ERROR(read({.count = 6, .shape = {1LL << 40, 1LL << 40}, .strides = {0, 0}}),
                "impossibly large");
    CHECK_ERROR(read({.storageType = "QInt8Storage", .count = 6, .shape = {}, .strides = {}}),
                "QInt8Storage");
}

UNDERPAINT_TEST(torch_says_what_a_wrong_file_is) {
    const auto object = pickled::dict({{pickled::text("w"), twoByThree()}});
    CHECK_ERROR(parse(""), "is empty");
    CHECK_ERROR(parse("\x89PNG\r\n"), "sample.pth");
    CHECK_ERROR(parse("<html><body>404</body></html>"), "web page");
    CHECK_ERROR(parse("version https://git-lfs.github.com/spec/v1\n"), "Git LFS");
    CHECK_ERROR(parse(storedZip({{"a.txt", "x"}})), "not a PyTorch checkpoint");
    CHECK_ERROR(parse(storedZip({{"net/data.pkl", "."}, {"net/constants.pkl", "."}})),
                "TorchScript");
    CHECK_ERROR(parse(storedZip({{"net/model.json", "{}"}})), "TorchScript");
    CHECK_ERROR(parse(zipCheckpoint(object, {})), "misses the member");
    const auto valid = zipCheckpoint(object, {sixFloats});
    checkSix(parse(valid), "w");
    CHECK_ERROR(parse(valid.substr(0, valid.size() - 30)), "truncated");
    CHECK_ERROR(project::readTorchFile("no-such-file.pth"), "no-such-file.pth");
}

UNDERPAINT_TEST(torch_strips_the_module_prefix_only_from_all_names) {
    const auto both = pickled::dict({{pickled::text("module.a"), twoByThree()},
                                     {pickled::text("module.module.b"), twoByThree()}});
    const auto file = parse(legacyCheckpoint(both, {sixFloats}));
    const auto stripped = project::stripModulePrefix(file);
    checkSix(stripped, "a");
    checkSix(stripped, "module.b");
    const auto mixed = pickled::dict(
        {{pickled::text("module.a"), twoByThree()}, {pickled::text("b"), twoByThree()}});
    checkSix(project::stripModulePrefix(parse(legacyCheckpoint(mixed, {sixFloats}))), "module.a");
}

UNDERPAINT_TEST(torch_survives_truncation_and_damage) {
    const auto object = pickled::orderedDict(
        {{pickled::text("a"), twoByThree()}, {pickled::text("b"), twoByThree()}});
    for (const auto& content :
         {legacyCheckpoint(object, {sixFloats}), zipCheckpoint(object, {sixFloats})}) {
        const auto read = [](const std::string& damaged) {
            const auto file = parse(damaged);
            for (const auto& tensor : file.tensors()) {
                contentOf(tensor);
            }
        };
        // Every truncation is noticed.
        CHECK(tortureReader(content, 0, 1, read) == content.size());
        CHECK(tortureReader(content, 5000, 2, read) > content.size());
    }
}

UNDERPAINT_TEST(torch_file_on_disk_outlives_the_reader) {
    const TemporaryFolder folder;
    const auto object = pickled::dict({{pickled::text("w"), twoByThree()}});
    const auto path = folder / "w.pth";
    std::ofstream(path, std::ios::binary) << legacyCheckpoint(object, {sixFloats});
    auto copy = std::make_unique<TensorFile>(project::readTorchFile(path));
    const TensorFile kept = *copy;
    copy.reset();
    checkSix(kept, "w");
    CHECK(kept.path() == path);
}

UNDERPAINT_TEST(torch_golden_dialects_agree) {
    const auto folder = sharedData("golden/pix2pixhd");
    const auto reference = project::readTorchFile(folder / "global_in.pth");
    CHECK_EQUAL(reference.tensors().size(), 24U);
    for (const char* name : {"global_in.module.pth", "global_in.zip.pth", "global_in.py2style.pth",
                             "global_in.oldin.pth", "global_in.strided.pth"}) {
        checkSameTensors(reference,
                         project::stripModulePrefix(project::readTorchFile(folder / name)));
    }
}

UNDERPAINT_TEST(torch_golden_files_all_open) {
    const auto folder = sharedData("golden");
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const auto extension = entry.path().extension();
        if (extension == ".pth" || extension == ".pt") {
            const auto file = project::readTorchFile(entry.path());
            CHECK(!file.tensors().empty());
            for (const auto& tensor : file.tensors()) {
                contentOf(tensor);
            }
            ++count;
        }
    }
    CHECK(count > 100);
}
