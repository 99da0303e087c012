// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/archive/sha256.h"
#include "engine/project/tensors/safetensors.h"
#include "tests/engine/project_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <iterator>
#include <memory>

using namespace underpaint;
using namespace underpaint::test;
using project::ElementType;
using namespace std::string_literals;

namespace {

std::string file(const std::string& header, const std::string& data) {
    std::string length;
    for (std::size_t i = 0; i < 8; ++i) {
        length += static_cast<char>(header.size() >> (8 * i));
    }
    return length + header + data;
}

project::TensorFile parse(const std::string& content) {
    const auto kept = std::make_shared<std::string>(content);
    return project::parseSafetensors(asBytes(*kept), kept, "sample.safetensors");
}

std::string entry(const std::string& name, const std::string& type, const std::string& shape,
                  const std::string& offsets) {
    return "\"" + name + R"(":{"dtype":")" + type + R"(","shape":)" + shape +
           R"(,"data_offsets":)" + offsets + "}";
}

std::string readAll(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

UNDERPAINT_TEST(safetensors_reads_known_bytes) {
    const auto read =
        parse(file("{" + entry("b", "U8", "[]", "[8,9]") + "," +
                       entry("a", "F32", "[2,1]", "[0,8]") + R"(,"__metadata__":{"k":"v"}}  )",
                   floats({1.5F, -2}) + "\x07"));
    CHECK_EQUAL(read.tensors().size(), 2U);
    CHECK_EQUAL(read.tensors()[0].name, "a"s);
    CHECK((floatsOf(*read.find("a")) == std::vector<float>{1.5F, -2}));
    CHECK((read.find("a")->strides == std::vector<std::int64_t>{1, 1}));
    CHECK(read.find("b")->type == ElementType::U8);
    CHECK(read.find("b")->bytes[0] == std::byte{7});
    CHECK(read.find("c") == nullptr);
    CHECK_EQUAL(read.metadata().at("k"), "v"s);
}

UNDERPAINT_TEST(safetensors_headers_of_any_size_take_time_in_proportion) {
    // Quadratic work would take many minutes here.
    std::string header = "{";
    constexpr int tensors = 100000;
    for (int i = 0; i < tensors; ++i) {
        const std::string number = std::to_string(i);
        header += (i == 0 ? "" : ",") + entry("t" + number, "U8", "[1]",
                                              "[" + number + "," + std::to_string(i + 1) + "]");
    }
    const auto read = parse(file(header + "}", std::string(tensors, 'x')));
    CHECK_EQUAL(read.tensors().size(), static_cast<std::size_t>(tensors));
}

UNDERPAINT_TEST(safetensors_round_trip_is_exact_and_deterministic) {
    const TemporaryFolder folder;
    const std::string weights = floats({1, 2, 3, 4, 5, 6});
    const std::string halves = "\x01\x02\x03\x04";
    const std::string count("\x05\0\0\0\0\0\0\0", 8);
    const std::vector<project::TensorToWrite> tensors = {
        {"half \"\\ \xC3\xA9", ElementType::BF16, {2}, asBytes(halves)},
        {"weight", ElementType::F32, {2, 3}, asBytes(weights)},
        {"count", ElementType::I64, {}, asBytes(count)},
        {"nothing", ElementType::F16, {0, 3}, {}}};
    const std::map<std::string, std::string> metadata = {{"format", "pt"}};
    project::writeSafetensors(folder / "a", tensors, metadata);
    const std::vector<project::TensorToWrite> reversed(tensors.rbegin(), tensors.rend());
    project::writeSafetensors(folder / "b", reversed, metadata);
    CHECK_EQUAL(readAll(folder / "a"), readAll(folder / "b"));
    const auto read = project::readSafetensors(folder / "a");
    CHECK_EQUAL(read.tensors().size(), tensors.size());
    CHECK(read.metadata() == metadata);
    for (const auto& expected : tensors) {
        const auto* actual = read.find(expected.name);
        CHECK(actual != nullptr);
        CHECK(actual->type == expected.type);
        CHECK(actual->shape == expected.shape);
        CHECK(std::equal(actual->bytes.begin(), actual->bytes.end(), expected.bytes.begin(),
                         expected.bytes.end()));
        CHECK(project::isAligned(*actual));
    }
}

UNDERPAINT_TEST(safetensors_writer_refuses_inconsistent_tensors) {
    const TemporaryFolder folder;
    const std::string four = "1234";
    const auto write = [&](const std::vector<project::TensorToWrite>& tensors) {
        project::writeSafetensors(folder / "x", tensors);
    };
    CHECK_ERROR(write({{"a", ElementType::F32, {2}, asBytes(four)}}), "disagree");
    CHECK_ERROR(write({{"a", ElementType::F32, {-1}, asBytes(four)}}), "disagree");
    CHECK_ERROR(write({{"a", ElementType::F32, {}, asBytes(four)},
                       {"a", ElementType::I32, {}, asBytes(four)}}),
                "used twice");
    CHECK_ERROR(write({{"__metadata__", ElementType::F32, {}, asBytes(four)}}), "__metadata__");
    CHECK_ERROR(write({{"\xff", ElementType::F32, {}, asBytes(four)}}), "UTF-8");
    CHECK(std::filesystem::is_empty(folder.path()));
}

UNDERPAINT_TEST(safetensors_refuses_malformed_files) {
    const auto one = [](const std::string& type, const std::string& shape,
                        const std::string& offsets, const std::string& data = "12345678") {
        return parse(file("{" + entry("a", type, shape, offsets) + "}", data));
    };
    CHECK_EQUAL(one("F32", "[2]", "[0,8]").tensors().size(), 1U);
    CHECK_ERROR(one("F33", "[2]", "[0,8]"), "/a/dtype");
    CHECK_ERROR(one("F32", "[3]", "[0,8]"), "does not fit the shape");
    CHECK_ERROR(one("F32", "[2]", "[0,12]"), "truncated");
    CHECK_ERROR(one("F32", "[2]", "[8,0]"), "truncated");
    CHECK_ERROR(one("F32", "[-2]", "[0,8]"), "not a count");
    CHECK_ERROR(one("F32", "[1.5]", "[0,8]"), "not a count");
    CHECK_ERROR(one("F32", "2", "[0,8]"), "list");
    CHECK_ERROR(one("F32", "[4611686018427387904,4611686018427387904]", "[0,8]"),
                "impossibly large");
    CHECK_ERROR(one("F32", "[1]", "[0,4]"), "belongs to no tensor");
    CHECK_ERROR(one("F32", "[1]", "[4,8]"), "gap");
    const auto overlapping =
        "{" + entry("a", "F32", "[2]", "[0,8]") + "," + entry("b", "F32", "[1]", "[4,8]") + "}";
    CHECK_ERROR(parse(file(overlapping, "12345678")), "overlaps");
    const auto repeated =
        "{" + entry("a", "F32", "[1]", "[0,4]") + "," + entry("a", "F32", "[1]", "[4,8]") + "}";
    CHECK_ERROR(parse(file(repeated, "12345678")), "twice");
    CHECK_ERROR(parse(file("[]", "")), "not an object");
    CHECK_ERROR(parse(file(R"({"a":5})", "")), "/a");
    CHECK_ERROR(parse(file("{\"a\":" + std::string(100000, '['), "")), "too deeply");
    CHECK_ERROR(parse(file("{\"\xff\":1}", "")), "JSON");
    CHECK_ERROR(parse("\xff\xff\xff\xff\xff\xff\xff\xff{}"), "ends too early");
    CHECK_ERROR(parse("{}"), "ends too early");
}

UNDERPAINT_TEST(safetensors_survive_truncation_and_damage) {
    const auto content = file("{" + entry("b", "U8", "[]", "[8,9]") + "," +
                                  entry("a", "F32", "[2,1]", "[0,8]") + "}",
                              floats({1, 2}) + "\x07");
    CHECK(tortureReader(content, 5000, 5, [](const std::string& damaged) { parse(damaged); }) >=
          content.size());
}

UNDERPAINT_TEST(sha256_matches_the_published_vectors) {
    const auto digest = [](const std::string& text) { return project::sha256(asBytes(text)); };
    CHECK_EQUAL(digest(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"s);
    CHECK_EQUAL(digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"s);
    CHECK_EQUAL(digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"s);
    CHECK_EQUAL(digest(std::string(1000000, 'a')),
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"s);
}

UNDERPAINT_TEST(sha256_does_not_depend_on_the_pieces) {
    std::string text;
    for (int i = 0; i < 300; ++i) {
        text += static_cast<char>(i * 7);
    }
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        project::Sha256 hash;
        hash.update(asBytes(text).first(cut));
        hash.update(asBytes(text).subspan(cut));
        CHECK_EQUAL(hash.finish(), project::sha256(asBytes(text)));
    }
}
