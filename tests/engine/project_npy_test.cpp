// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/tensors/npy.h"
#include "tests/engine/project_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/shared_data.h"

#include <cstring>

using namespace underpaint;
using namespace underpaint::test;
using namespace std::string_literals;

namespace {

template<class T>
std::string raw(std::initializer_list<T> values) {
    std::string result(values.size() * sizeof(T), '\0');
    std::memcpy(result.data(), values.begin(), result.size());
    return result;
}

std::string npy(const std::string& header, const std::string& content) {
    return "\x93NUMPY\x01\x00"s + static_cast<char>(header.size()) + '\0' + header + content;
}

std::string numeric(const std::string& descr, const std::string& shape, bool fortran,
                    const std::string& content) {
    return npy("{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") +
                   ", 'shape': " + shape + ", }",
               content);
}

/// How a version of NumPy and Python writes arrays.
struct Dialect {
    std::string module = "numpy.core.multiarray";
    std::string (*text)(std::string_view) = pickled::text;
    std::string (*data)(std::string_view) = pickled::bytes;
};

std::string array(const Dialect& d, const std::string& shape, const std::string& type,
                  const std::string& order, bool fortran, const std::string& content) {
    using namespace pickled;
    const auto dtype = call(global("numpy", "dtype"), {d.text(type), "K\x00"s, "K\x01"}) +
                       tuple({"K\x03", d.text(order), "N", "N", "N"}) + "b";
    return call(global(d.module, "_reconstruct"),
                {global("numpy", "ndarray"), tuple({"K\x00"s}), d.data("b")}) +
           tuple({"K\x01", shape, dtype, fortran ? "\x88" : "\x89", content}) + "b";
}

std::string matrix(const Dialect& d, std::int64_t rows, std::int64_t cols,
                   const std::string& content) {
    return array(d, pickled::tuple({pickled::number(rows), pickled::number(cols)}), "f8", "<",
                 false, content);
}

std::string table(const Dialect& d, const std::vector<std::pair<std::string, std::string>>& items) {
    const auto object = array(d, ")", "O8", "|", false, pickled::list({pickled::dict(items)}));
    return npy("{'descr': '|O', 'fortran_order': False, 'shape': (), }", pickled::whole(object));
}

project::ClusterTable clusters(const std::string& content) {
    return project::parseClusters(asBytes(content), "sample.npy");
}

/// Bytes as Python 3 writes them in protocol 2.
std::string encoded(std::string_view value) {
    std::string utf8;
    for (const char c : value) {
        const auto code = static_cast<unsigned char>(c);
        if (code < 0x80) {
            utf8 += c;
        } else {
            utf8 += static_cast<char>(0xC0 | (code >> 6));
            utf8 += static_cast<char>(0x80 | (code & 0x3F));
        }
    }
    return pickled::call(pickled::global("_codecs", "encode"),
                         {pickled::text(utf8), pickled::text("latin1")});
}

const std::vector<Dialect> dialects = {
    {},
    {"numpy._core.multiarray", pickled::text, pickled::bytes},
    {"numpy.core.multiarray", pickled::oldText, pickled::oldText},
    {"numpy.core.multiarray", pickled::text, encoded}};

} // namespace

UNDERPAINT_TEST(npy_clusters_of_every_dialect) {
    const project::Matrix expected = {2, 3, {0.5, -1, 2, 1e-300, 4, -0.125}};
    for (const auto& dialect : dialects) {
        const auto values = dialect.data(raw({0.5, -1.0, 2.0, 1e-300, 4.0, -0.125}));
        const auto result =
            clusters(table(dialect, {{pickled::number(26), matrix(dialect, 2, 3, values)},
                                     {pickled::number(3), matrix(dialect, 2, 3, values)}}));
        CHECK_EQUAL(result.classes.size(), 2U);
        CHECK(result.classes.at(26) == expected);
        CHECK(result.classes.at(3) == expected);
    }
}

UNDERPAINT_TEST(npy_clusters_with_scalar_keys_and_other_types) {
    const Dialect d;
    const auto int64 =
        pickled::call(pickled::global("numpy", "dtype"), {pickled::text("i8"), "K\x00"s, "K\x01"});
    const auto key = pickled::call(pickled::global("numpy.core.multiarray", "scalar"),
                                   {int64, pickled::bytes(raw<std::int64_t>({7}))});
    const auto shape = pickled::tuple({"K\x02", "K\x02"});
    const auto fortran = array(d, shape, "f4", "<", true, pickled::bytes(raw<float>({1, 2, 3, 4})));
    CHECK((clusters(table(d, {{key, fortran}})).classes.at(7) ==
           project::Matrix{2, 2, {1, 3, 2, 4}}));
    const auto bigEndian =
        array(d, shape, "i2", ">", false, pickled::bytes("\x00\x01\x00\x02\x00\x03\xff\xff"s));
    CHECK((clusters(table(d, {{key, bigEndian}})).classes.at(7) ==
           project::Matrix{2, 2, {1, 2, 3, -1}}));
}

UNDERPAINT_TEST(npy_clusters_refuse_what_is_no_table) {
    const Dialect d;
    const auto good = matrix(d, 1, 1, pickled::bytes(raw({1.0})));
    const auto key = pickled::number(1);
    CHECK_ERROR(clusters(numeric("<f8", "(1,)", false, raw({1.0}))), "plain array");
    CHECK_ERROR(clusters(table(d, {{pickled::text("car"), good}})), "a text as a class");
    CHECK_ERROR(clusters(table(d, {{pickled::number(70000), good}})), "0..65535");
    CHECK_ERROR(clusters(table(d, {{key, good}, {key, good}})), "twice");
    CHECK_ERROR(clusters(table(d, {{key, "K\x05"}})), "an integer instead of an array");
    CHECK_ERROR(clusters(table(d, {{key, matrix(d, 2, 1, pickled::bytes(raw({1.0})))}})),
                "another amount of data");
    const auto evil = pickled::call(pickled::global("os", "system"), {pickled::text("true")});
    CHECK_ERROR(clusters(table(d, {{key, evil}})), "os.system");
    CHECK_ERROR(clusters("garbage"), "not a NumPy array");
}

UNDERPAINT_TEST(npy_sharing_one_array_cannot_multiply_the_memory) {
    const Dialect d;
    const auto big = matrix(d, 1000, 10, pickled::bytes(std::string(80000, '\0')));
    std::vector<std::pair<std::string, std::string>> items = {{pickled::number(0), big + "q\x05"}};
    for (std::int64_t i = 1; i < 1000; ++i) {
        items.emplace_back(pickled::number(i), "h\x05");
    }
    CHECK_ERROR(clusters(table(d, items)), "far more data");
}

UNDERPAINT_TEST(npy_reads_plain_arrays) {
    const auto read = [](const std::string& content) {
        return project::parseNumericArray(asBytes(content), "sample.npy");
    };
    const auto a = read(numeric("<f4", "(2, 3)", false, raw<float>({1, 2, 3, 4, 5, 6})));
    CHECK((a.shape == std::vector<std::int64_t>{2, 3}));
    CHECK((a.values == std::vector<double>{1, 2, 3, 4, 5, 6}));
    const auto b = read(numeric("<i8", "(2L, 3L)", true, raw<std::int64_t>({1, 2, 3, 4, 5, -6})));
    CHECK((b.values == std::vector<double>{1, 3, 5, 2, 4, -6}));
    CHECK((read(numeric("|b1", "(2,)", false, "\x01\x00"s)).values == std::vector<double>{1, 0}));
    CHECK((read(numeric("|u1", "()", false, "\xff")).values == std::vector<double>{255}));
    CHECK((read(numeric(">f4", "(1,)", false, "\x3f\x80\x00\x00"s)).values ==
           std::vector<double>{1}));
    // 1, the smallest subnormal, minus infinity
    const auto half = read(numeric("<f2", "(3,)", false, "\x00\x3c\x01\x00\x00\xfc"s));
    CHECK_EQUAL(half.values.at(0), 1.0);
    CHECK_EQUAL(half.values.at(1), 0x1p-24);
    CHECK(half.values.at(2) < -1e308);
    CHECK_ERROR(read(numeric("<c8", "(1,)", false, std::string(8, '\0'))), "not supported");
    CHECK_ERROR(read(numeric("<f8", "(9999999999, 9999999999)", false, "")), "amount of data");
    CHECK_ERROR(read(numeric("<f8", "(-1,)", false, "")), "unreadable shape");
    CHECK_ERROR(read(table({}, {})), "Python objects");
}

UNDERPAINT_TEST(npy_survives_truncation_and_damage) {
    const Dialect d;
    const auto content =
        table(d, {{pickled::number(1), matrix(d, 2, 1, pickled::bytes(raw({1.0, 2.0})))}});
    CHECK(tortureReader(content, 5000, 3, [](const std::string& damaged) { clusters(damaged); }) >=
          content.size());
    const auto plain = numeric("<f8", "(1, 2)", false, raw({1.0, 2.0}));
    CHECK(tortureReader(plain, 2000, 4, [](const std::string& damaged) {
              project::parseNumericArray(asBytes(damaged), "sample.npy");
          }) >= plain.size());
}

UNDERPAINT_TEST(npy_golden_clusters) {
    const auto table =
        project::readClusters(sharedData("golden/pix2pixhd/inference_features_clustered_010.npy"));
    CHECK_EQUAL(table.classes.at(2).rows, 7);
    CHECK_EQUAL(table.classes.at(4).rows, 3);
    for (const auto& [id, rows] : table.classes) {
        CHECK_EQUAL(rows.cols, 3);
        for (const double value : rows.values) {
            CHECK(value >= -1 && value <= 1);
        }
    }
}
