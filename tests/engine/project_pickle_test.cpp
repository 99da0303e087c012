// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/tensors/pickle.h"
#include "tests/engine/project_samples.h"
#include "tests/support/engine_test.h"

#include <limits>

using namespace underpaint;
using namespace underpaint::test;
using project::Pickle;
using project::PickleKind;
using namespace std::string_literals;

namespace {

/// The parsed root together with the text that it points into.
struct Parsed {
    explicit Parsed(std::string input) : text(std::move(input)), pickle(asBytes(text), "sample") {}
    const project::PickleValue& root() const { return pickle.root(); }

    std::string text;
    Pickle pickle;
};

std::int64_t integerOf(const std::string& input) {
    const Parsed parsed(input);
    CHECK(parsed.root().kind == PickleKind::Int);
    return parsed.root().integer;
}

} // namespace

UNDERPAINT_TEST(pickle_reads_integers_of_every_form) {
    CHECK_EQUAL(integerOf("K\xff."), 255);
    CHECK_EQUAL(integerOf("M\xff\xff."), 65535);
    CHECK_EQUAL(integerOf("J\xff\xff\xff\xff."), -1);
    CHECK_EQUAL(integerOf("I-12\n."), -12);
    CHECK_EQUAL(integerOf("L7L\n."), 7);
    CHECK_EQUAL(integerOf("\x8a\x00."s), 0);
    CHECK_EQUAL(integerOf("\x8a\x02\x00\x80."s), -32768);
    CHECK_EQUAL(integerOf(pickled::number(std::numeric_limits<std::int64_t>::min()) + "."),
                std::numeric_limits<std::int64_t>::min());
    CHECK_ERROR(Parsed("I12x\n."), "unreadable integer");
}

UNDERPAINT_TEST(pickle_keeps_huge_integers_as_bytes_in_both_forms) {
    const std::string magic("\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 10);
    const Parsed binary("\x8a\x0a" + magic + ".");
    CHECK(binary.root().kind == PickleKind::Huge);
    CHECK(binary.root().text == magic);
    const Parsed decimal("L119547037146038801333356L\n.");
    CHECK(decimal.root().kind == PickleKind::Huge);
    CHECK(decimal.root().text == magic);
}

UNDERPAINT_TEST(pickle_reads_texts_and_numbers) {
    CHECK(Parsed("S'a\\x41\\n\\''\n.").root().text == "aA\n'");
    CHECK(Parsed("V\\u00e9x\n.").root().text == "\xC3\xA9x");
    CHECK(Parsed("V\xe9\n.").root().text == "\xC3\xA9");
    CHECK(Parsed("U\x02hi.").root().kind == PickleKind::Bytes);
    CHECK(Parsed("\x8c\x02hi.").root().kind == PickleKind::Text);
    CHECK(Parsed("G\x3f\xe0\0\0\0\0\0\0."s).root().number == 0.5);
    CHECK(Parsed("F-1.5\n.").root().number == -1.5);
    CHECK_ERROR(Parsed("S'a\n."), "unreadable text");
    CHECK_ERROR(Parsed("Fx\n."), "unreadable number");
}

UNDERPAINT_TEST(pickle_reads_containers_and_calls_as_data) {
    const Parsed dict("(K\x01K\x02"
                      "d.");
    CHECK(dict.root().kind == PickleKind::Dict);
    CHECK_EQUAL(dict.root().items.at(1)->integer, 2);
    const Parsed stacked("\x80\x04\x8c\x02os\x94\x8c\x06system\x94\x93)R}b.");
    CHECK(stacked.root().kind == PickleKind::Reduce);
    CHECK(stacked.root().callee->isGlobal("os system"));
    CHECK(stacked.root().state->kind == PickleKind::Dict);
    CHECK_EQUAL(project::describe(stacked.root()), "the Python object \"os.system\""s);
    const Parsed instance("(K\x05ios\nthing\n.");
    CHECK_EQUAL(instance.root().args->items.at(0)->integer, 5);
    const Parsed object("(cos\nthing\nK\x05o.");
    CHECK(object.root().callee->isGlobal("os thing"));
    CHECK_EQUAL(object.root().args->items.at(0)->integer, 5);
}

UNDERPAINT_TEST(pickle_shares_memoised_values_and_allows_cycles) {
    // A list that contains itself twice.
    const Parsed cycle("]q\x00h\x00"
                       "ah\x00"
                       "a."s);
    CHECK_EQUAL(cycle.root().items.size(), 2U);
    CHECK(cycle.root().items[0] == &cycle.root());
    // A value of 2^60 elements when expanded: 60 lists, each twice in the next.
    std::string bomb = "]";
    for (char i = 0; i < 60; ++i) {
        bomb += "q"s + i + "0](h"s + i + "h" + i + "e";
    }
    const Parsed parsed(bomb + ".");
    CHECK_EQUAL(parsed.root().items.size(), 2U);
    CHECK(parsed.root().items[0] == parsed.root().items[1]);
}

UNDERPAINT_TEST(pickle_survives_deep_nesting) {
    std::string deep(200000, ']');
    deep += std::string(199999, 'a') + ".";
    CHECK_EQUAL(Parsed(deep).root().items.size(), 1U);
    std::string tuples = "N";
    tuples += std::string(200000, '\x85') + ".";
    CHECK(Parsed(tuples).root().kind == PickleKind::Tuple);
}

UNDERPAINT_TEST(pickle_bounds_its_values) {
    CHECK_ERROR(Parsed(std::string(3 << 20, ']') + "."), "more values");
    CHECK_ERROR(Parsed("c" + std::string(1000, 'm') + "\nn\n."), "long Python name");
}

UNDERPAINT_TEST(pickle_refuses_misuse_of_the_stack) {
    CHECK_ERROR(Parsed("."), "empty stack");
    CHECK_ERROR(Parsed("t."), "mark");
    CHECK_ERROR(Parsed("(t0."), "empty stack");
    CHECK_ERROR(Parsed("N(a."), "empty stack");
    CHECK_ERROR(Parsed("h\x05."), "not stored");
    CHECK_ERROR(Parsed("NNa."), "appends to None");
    CHECK_ERROR(Parsed("NNNs."), "item of None");
    CHECK_ERROR(Parsed("}(Nu."), "key without a value");
    CHECK_ERROR(Parsed("NNR."), "arguments");
    CHECK_ERROR(Parsed("NNb."), "state");
    CHECK_ERROR(Parsed("\x80\x06."), "protocol");
    CHECK_ERROR(Parsed("\xff."), "unknown pickle operation");
    CHECK_ERROR(Parsed("\x82\x01."), "unknown pickle operation");
    CHECK_ERROR(Parsed("X\xff\xff\xff\xff."), "ends too early");
}

UNDERPAINT_TEST(pickle_reports_how_much_it_consumed) {
    const std::string two = "K\x01.K\x02.";
    const Pickle first(asBytes(two), "sample");
    CHECK_EQUAL(first.consumed(), 3U);
    const Pickle second(asBytes(two).subspan(first.consumed()), "sample");
    CHECK_EQUAL(second.root().integer, 2);
}
