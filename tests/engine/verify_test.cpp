// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/verify/verify.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/glob.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/weights/initialise.h"
#include "engine/verify/compare.h"
#include "tests/engine/nets_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace verify_test {

using namespace underpaint;
using namespace underpaint::verify;
using at::Tensor;
using test::randomTensor;

namespace {

/// All failures of an index, one per line.
std::string failuresOf(const VerifySummary& summary) {
    std::string text;
    for (const CaseResult& result : summary.cases) {
        if (result.status == Status::Failed) {
            text += "\n" + result.name + ": " + result.reason;
        }
    }
    return text;
}

void checkCases(const std::filesystem::path& path, std::size_t cases) {
    const VerifySummary summary = verifyCases(path, {});
    CHECK_EQUAL(failuresOf(summary), std::string());
    CHECK_EQUAL(summary.passed + summary.skipped, cases);
#ifdef UNDERPAINT_HAVE_IMAGING
    CHECK_EQUAL(summary.skipped, 0U);
#endif
}

void checkGolden(const std::string& system, std::size_t cases) {
    checkCases(test::sharedData("golden/" + system + "/cases.json"), cases);
}

/// The part of them that lies in this tree.
void checkSmall(const std::string& system, std::size_t cases) {
    checkCases(std::filesystem::path(UNDERPAINT_SOURCE_FOLDER) / "tests/data/parity" / system /
                   "cases.json",
               cases);
}

} // namespace

UNDERPAINT_TEST(small_cases_of_pix2pix) {
    checkSmall("pix2pix", 6);
}

UNDERPAINT_TEST(small_cases_of_pix2pixhd) {
    checkSmall("pix2pixhd", 11);
}

UNDERPAINT_TEST(small_cases_of_bicyclegan) {
    checkSmall("bicyclegan", 9);
}

UNDERPAINT_TEST(small_cases_of_cocosnet) {
    checkSmall("cocosnet", 11);
}

UNDERPAINT_TEST(small_cases_of_cyclegan) {
    checkSmall("cyclegan", 1);
}

UNDERPAINT_TEST(small_cases_of_instagan) {
    checkSmall("instagan", 7);
}

UNDERPAINT_TEST(small_cases_of_vid2vid) {
    checkSmall("vid2vid", 5);
}

UNDERPAINT_TEST(golden_cases_of_cocosnet) {
    checkGolden("cocosnet", 45);
}

UNDERPAINT_TEST(golden_cases_of_pix2pix) {
    checkGolden("pix2pix", 11);
}

UNDERPAINT_TEST(golden_cases_of_backbones) {
    checkGolden("backbone", 4);
}

UNDERPAINT_TEST(golden_cases_of_pix2pixhd) {
    checkGolden("pix2pixhd", 48);
}

UNDERPAINT_TEST(golden_cases_of_bicyclegan) {
    checkGolden("bicyclegan", 19);
}

UNDERPAINT_TEST(golden_cases_of_cyclegan) {
    checkGolden("cyclegan", 9);
}

UNDERPAINT_TEST(golden_cases_of_instagan) {
    checkGolden("instagan", 28);
}

UNDERPAINT_TEST(golden_cases_of_vid2vid) {
    checkGolden("vid2vid", 30);
}

UNDERPAINT_TEST(patterns_match_with_stars_only) {
    CHECK(matchesPattern("step1.grad.G.model.1.weight", "step*.grad.*"));
    CHECK(matchesPattern("step12.grad.G", "step*.grad.*"));
    CHECK(!matchesPattern("step1.grads.G", "step*.grad.*"));
    CHECK(matchesPattern("", "*"));
    CHECK(matchesPattern("abc", "***"));
    CHECK(matchesPattern("aXbXc", "a*b*c"));
    CHECK(!matchesPattern("aXbXcd", "a*b*c"));
    CHECK(!matchesPattern("abc", "a.c"));
    CHECK(!matchesPattern("abc", ""));
    CHECK(matchesPattern("aab", "*ab"));
    // Would take ages in an exponential matcher.
    CHECK(!matchesPattern(std::string(2000, 'a'), std::string("*a*a*a*a*a*a*a*a*b")));
}

namespace {

Rule rule(CompareKind kind, double tolerance) {
    Rule result;
    result.kind = kind;
    result.tolerance = tolerance;
    return result;
}

bool passes(const Tensor& computed, const Tensor& stored, const Rule& by) {
    return compareTensors(computed, stored, by).passed;
}

const CompareKind simpleKinds[] = {CompareKind::MaxAbs,      CompareKind::AbsRel,
                                   CompareKind::Exact,       CompareKind::RelativeL2,
                                   CompareKind::RelativeMax, CompareKind::U8};

} // namespace

UNDERPAINT_TEST(every_comparison_tells_equal_from_perturbed) {
    const Tensor stored = randomTensor({2, 3, 4}, 1);
    Tensor perturbed = stored.clone();
    perturbed[1][2][3] += 0.01;
    for (const CompareKind kind : simpleKinds) {
        Rule strict = rule(kind, kind == CompareKind::Exact ? 0 : 1e-4);
        strict.relative = 1e-4;
        CHECK(passes(stored, stored.clone(), strict));
        CHECK(!passes(perturbed, stored, strict));
        CHECK(!passes(stored, perturbed, strict));
    }
}

UNDERPAINT_TEST(no_comparison_passes_what_is_not_comparable) {
    const Tensor stored = at::ones({2, 2});
    Tensor nan = stored.clone();
    nan[0][0] = std::numeric_limits<float>::quiet_NaN();
    Tensor infinite = stored.clone();
    infinite[0][0] = std::numeric_limits<float>::infinity();
    for (const CompareKind kind :
         {CompareKind::MaxAbs, CompareKind::AbsRel, CompareKind::Exact, CompareKind::RelativeL2,
          CompareKind::RelativeMax, CompareKind::U8, CompareKind::NearZero}) {
        Rule lax = rule(kind, 1e30);
        lax.fraction = 1;
        lax.relative = 1e30;
        CHECK(!passes(nan, stored, lax));
        CHECK(!passes(infinite, stored, lax));
        CHECK(!passes(infinite, infinite, lax));
        CHECK(!passes(nan, nan, lax));
        CHECK(!passes(stored.flatten(), stored, lax));
        CHECK(!passes(stored.unsqueeze(0), stored, lax));
    }
    CHECK(passes(at::ones({}), at::ones({1}), rule(CompareKind::Exact, 0)));
    CHECK(!passes(at::ones({1, 1}), at::ones({1}), rule(CompareKind::Exact, 0)));
    CHECK(!passes(stored, stored, rule(CompareKind::AdamUpdate, 1)));
}

UNDERPAINT_TEST(comparisons_draw_the_line_where_they_say) {
    const Tensor r = at::tensor({100.0, 1.0, 0.0}, at::kDouble);
    const auto moved = [&](double a, double b, double c) {
        return r + at::tensor({a, b, c}, at::kDouble);
    };
    CHECK(passes(moved(0.5, -0.5, 0.5), r, rule(CompareKind::MaxAbs, 0.5)));
    CHECK(!passes(moved(0, 0, 0.51), r, rule(CompareKind::MaxAbs, 0.5)));

    Rule outliers = rule(CompareKind::MaxAbs, 0.5);
    outliers.fraction = 0.34;
    outliers.outlierTolerance = 3;
    CHECK(passes(moved(2.9, 0.1, 0), r, outliers));
    CHECK(!passes(moved(3.1, 0.1, 0), r, outliers));
    CHECK(!passes(moved(2.9, 0.6, 0), r, outliers));

    Rule mixed = rule(CompareKind::AbsRel, 0.01);
    mixed.relative = 0.1;
    CHECK(passes(moved(10, 0.1, 0.01), r, mixed));
    CHECK(!passes(moved(0, 0.12, 0), r, mixed));
    CHECK(!passes(moved(0, 0, 0.02), r, mixed));
    CHECK_CLOSE(compareTensors(moved(5, 0.12, 0), r, mixed).measured, 0.12, 1e-9);

    CHECK(passes(moved(3, 4, 0), r, rule(CompareKind::RelativeL2, 0.05)));
    CHECK(!passes(moved(3, 4.1, 0), r, rule(CompareKind::RelativeL2, 0.05)));
    CHECK(!passes(moved(1, 0, 0), at::zeros_like(r), rule(CompareKind::RelativeL2, 1)));

    Rule relative = rule(CompareKind::RelativeMax, 0.01);
    CHECK(passes(moved(0, 0, 1), r, relative));
    CHECK(!passes(moved(0, 0, 1.1), r, relative));
    relative.absolute = 0.2;
    CHECK(passes(moved(0, 0, 1.1), r, relative));

    CHECK(passes(at::full({3}, 1e-5), r, rule(CompareKind::NearZero, 1e-4)));
    CHECK(!passes(at::full({3}, 1e-3), r, rule(CompareKind::NearZero, 1e-4)));
}

UNDERPAINT_TEST(levels_are_compared_by_size_and_share) {
    const Tensor r = at::arange(1000, at::kDouble).remainder(256);
    Tensor one = r.clone();
    one[3] += 1;
    Rule levels = rule(CompareKind::U8, 1);
    levels.fraction = 0.001;
    CHECK(passes(one, r, levels));
    one[4] += 1;
    CHECK(!passes(one, r, levels));
    Tensor two = r.clone();
    two[3] += 2;
    CHECK(!passes(two, r, levels));
    levels.range = {-1, 1};
    const Tensor picture = r / 255 * 2 - 1;
    Tensor nearly = picture + 0.3 / 255;
    CHECK(passes(nearly, picture, levels));
    nearly[7] += 2.0 / 255;
    CHECK(passes(nearly, picture, levels));
    nearly[8] += 2.0 / 255;
    CHECK(!passes(nearly, picture, levels));
}

UNDERPAINT_TEST(an_adam_update_is_compared_where_its_gradient_is_clear) {
    Rule adam = rule(CompareKind::AdamUpdate, 1e-6);
    adam.gradientThreshold = 0.1;
    adam.otherToleranceLr = 1.01;
    AdamReference reference;
    reference.gradient = at::tensor({1.0, 0.01}, at::kDouble);
    reference.largestGradient = 2;
    reference.before = at::tensor({5.0, 5.0}, at::kDouble);
    reference.learningRate = 0.1;
    const Tensor stored = at::tensor({4.9, 4.9}, at::kDouble);
    const auto ok = [&](double clear, double noise) {
        return compareTensors(at::tensor({clear, noise}, at::kDouble), stored, adam, &reference)
            .passed;
    };
    CHECK(ok(4.9, 4.9));
    CHECK(ok(4.9, 5.1)); // the sign of noise may differ
    CHECK(!ok(4.9, 5.2));
    CHECK(!ok(4.91, 4.9));
    CHECK(!ok(5.1, 4.9));
    adam.fraction = 1;
    CHECK(ok(4.91, 4.9));
    adam.fraction.reset();
    reference.gradient = Tensor();
    CHECK(ok(5.1, 4.9));
    CHECK(!ok(5.2, 4.9));
}

UNDERPAINT_TEST(the_first_matching_override_counts) {
    Compare compare;
    compare.rule = rule(CompareKind::MaxAbs, 1);
    compare.overrides = {{{"step1.after.*.running_mean"}, rule(CompareKind::MaxAbs, 2)},
                         {{"other", "step1.after.*"}, rule(CompareKind::MaxAbs, 3)},
                         {{"step*"}, rule(CompareKind::MaxAbs, 4)}};
    CHECK_EQUAL(compare.ruleFor("step1.after.G.x.running_mean").tolerance, 2.0);
    CHECK_EQUAL(compare.ruleFor("step1.after.G.x.weight").tolerance, 3.0);
    CHECK_EQUAL(compare.ruleFor("step2.loss.G").tolerance, 4.0);
    CHECK_EQUAL(compare.ruleFor("loss.G").tolerance, 1.0);
}

UNDERPAINT_TEST(views_cut_what_they_say) {
    const Tensor x = at::arange(2 * 4 * 6 * 8, at::kDouble).view({2, 4, 6, 8});
    using Kind = View::Kind;
    const auto view = [&](Kind kind, std::vector<std::int64_t> numbers) {
        return applyViews(x, {{kind, std::move(numbers)}});
    };
    CHECK(at::equal(view(Kind::Stride, {1, 2, 3, 4}),
                    x.slice(1, 0, 4, 2).slice(2, 0, 6, 3).slice(3, 0, 8, 4)));
    CHECK(at::equal(view(Kind::Channels, {1, 3}), x.slice(1, 1, 3)));
    CHECK(at::equal(view(Kind::First, {5}), at::arange(5, at::kDouble)));
    CHECK(at::equal(view(Kind::Crop, {1, 3, 2, 8}), x.slice(2, 1, 3).slice(3, 2, 8)));
    CHECK(at::equal(view(Kind::Sample, {1}), x[1]));
    CHECK(at::equal(view(Kind::Reshape, {8, -1}), x.view({8, 48})));
    CHECK_CLOSE(view(Kind::Mean, {}).item<double>(), (2 * 4 * 6 * 8 - 1) / 2.0, 1e-9);
    const Tensor chained =
        applyViews(x, {{Kind::Reshape, {8, 6, 8}}, {Kind::Stride, {1, 5, 1}}, {Kind::Sample, {7}}});
    CHECK(at::equal(chained, x.view({8, 6, 8}).slice(1, 0, 6, 5)[7]));
    CHECK_ERROR(view(Kind::Stride, {1, 1}), "stride");
    CHECK_ERROR(view(Kind::Stride, {1, 1, 0, 1}), "stride");
    CHECK_ERROR(view(Kind::Channels, {1, 9}), "leaves");
    CHECK_ERROR(view(Kind::Channels, {3, 1}), "leaves");
    CHECK_ERROR(view(Kind::First, {385}), "leaves");
    CHECK_ERROR(view(Kind::Sample, {2}), "sample");
    CHECK_ERROR(view(Kind::Reshape, {7, -1}), "shape");
    CHECK_ERROR(view(Kind::Reshape, {-1, -1}), "shape");
    CHECK_ERROR(view(Kind::Reshape, {1LL << 40, 1LL << 40}), "shape");
}

namespace {

/// A folder with an index that a test fills.
class CaseFolder {
public:
    CaseFolder() {
        const nets::Network network =
            nets::Network::create("pix2pix.patch_discriminator", test::smallPatch("batch"));
        const nets::ParamStore weights =
            nets::initialWeights(network, nets::Initialisation::Scaled, 3);
        nets::TensorMap file(weights.begin(), weights.end());
        test::writeCheckpoint(m_folder / "net.pth", file);
        file["surplus.weight"] = at::zeros({2});
        test::writeCheckpoint(m_folder / "surplus.pth", file);
        file.erase("surplus.weight");
        file.erase("model.0.weight");
        test::writeCheckpoint(m_folder / "lacking.pth", file);

        const Tensor input = randomTensor({1, 3, 32, 40}, 4);
        nets::EagerRun run;
        const Tensor output =
            network.forward(run, nets::Scope(weights), {{"input", input}}).at("output");
        test::writeCheckpoint(m_folder / "data.case.pt",
                              {{"in", input},
                               {"in.a", input.slice(1, 0, 1)},
                               {"in.b", input.slice(1, 1, 3)},
                               {"out", output},
                               {"out.wrong", output + 0.01},
                               {"out.flat", output.flatten()},
                               {"out.first", output.flatten().slice(0, 0, 3)}});
    }

    const std::filesystem::path& path() const { return m_folder.path(); }

    /// The result of the one case whose fields these are.
    CaseResult run(const std::string& fields) const {
        return runAll("{" + fields + "}").cases.at(0);
    }
    VerifySummary runAll(const std::string& cases) const {
        return verifyCases(write(R"({"schema": 1, "cases": [)" + cases + "]}"), {});
    }
    std::filesystem::path write(const std::string& json) const {
        const auto index = m_folder / "cases.json";
        writeFileAtomically(index, std::string_view(json));
        return index;
    }

private:
    test::TemporaryFolder m_folder;
};

const std::string options =
    R"("options": {"input_nc": 3, "ndf": 4, "n_layers": 3, "norm": "batch"})";
const std::string compare = R"("compare": {"kind": "max_abs", "tolerance": 1e-5})";

std::string netCase(const std::string& weights, const std::string& rest,
                    const std::string& name = "a") {
    return R"("name": ")" + name +
           R"(", "network": "pix2pix.patch_discriminator", "kind": "network", )" + options +
           R"(, "weights": ")" + weights + R"(", "data": "data.case.pt", )" + rest;
}

std::string plainCase(const std::string& output = "out") {
    return netCase("net.pth", R"("inputs": {"input": "in"}, "outputs": {"output": ")" + output +
                                  R"("}, )" + compare);
}

} // namespace

UNDERPAINT_TEST(a_case_passes_fails_or_is_skipped_for_a_reason) {
    const CaseFolder folder;
    const CaseResult good = folder.run(plainCase());
    CHECK_EQUAL(good.reason, std::string());
    CHECK(good.status == Status::Passed);
    CHECK_EQUAL(good.tolerance, 1e-5);
    CHECK_EQUAL(good.checks.size(), 1U);

    const CaseResult wrong = folder.run(plainCase("out.wrong"));
    CHECK(wrong.status == Status::Failed);
    CHECK_CLOSE(wrong.difference, 0.01, 1e-4);
    CHECK(wrong.measured.find("output") != std::string::npos);
    CHECK(folder.run(plainCase("out.flat")).status == Status::Failed);
    CHECK(folder.run(plainCase("nowhere")).reason.find("nowhere") != std::string::npos);

    const CaseResult foreign = folder.run(R"("name": "f", "network": "gaugan.warp",
        "kind": "function", "inputs": {}, "outputs": {"warped": "out"}, )" +
                                          compare);
    CHECK(foreign.status == Status::Skipped);
    CHECK(foreign.reason.find("known to no system") != std::string::npos);

    const CaseResult unknown = folder.run(netCase(
        "net.pth", R"("inputs": {"input": "in"}, "outputs": {"elsewhere": "out"}, )" + compare));
    CHECK(unknown.status == Status::Failed);
    CHECK(unknown.reason.find("no such value") != std::string::npos);
}

UNDERPAINT_TEST(weights_must_match_key_by_key) {
    const CaseFolder folder;
    const std::string rest =
        R"("inputs": {"input": "in"}, "outputs": {"output": "out"}, )" + compare;
    const CaseResult surplus = folder.run(netCase("surplus.pth", rest));
    CHECK(surplus.status == Status::Failed);
    CHECK(surplus.reason.find("surplus.weight") != std::string::npos);
    const CaseResult told =
        folder.run(netCase("surplus.pth", R"("ignored_weights": ["surplus.weight"], )" + rest));
    CHECK(told.status == Status::Passed);
    CHECK(folder.run(netCase("lacking.pth", rest)).reason.find("model.0.weight") !=
          std::string::npos);
    CHECK(folder.run(netCase("absent.pth", rest)).status == Status::Failed);
}

UNDERPAINT_TEST(inputs_can_be_joined_and_come_from_other_files) {
    const CaseFolder folder;
    const auto run = [&](const std::string& input) {
        return folder
            .run(netCase("net.pth", R"("inputs": {"input": )" + input +
                                        R"(}, "outputs": {"output": "out"}, )" + compare))
            .status;
    };
    CHECK(run(R"(["in.a", "in.b"])") == Status::Passed);
    CHECK(run(R"(["in.b", "in.a"])") == Status::Failed);
    CHECK(run(R"("data.case.pt#in")") == Status::Passed);
    CHECK(run(R"(["in.a", "out"])") == Status::Failed);
    CHECK(run(R"("in.a")") == Status::Failed);
}

UNDERPAINT_TEST(results_may_have_several_views) {
    const CaseFolder folder;
    const CaseResult result = folder.run(netCase("net.pth", R"("inputs": {"input": "in"},
            "outputs": {"output": "out", "output@first": "out.first", "output@flat": "out.flat"},
            "views": {"output@first": [{"first": 3}], "output@flat": [{"reshape": [-1]}]}, )" +
                                                                compare));
    CHECK_EQUAL(result.reason, std::string());
    CHECK_EQUAL(result.checks.size(), 3U);
}

UNDERPAINT_TEST(one_bad_case_does_not_spoil_the_others) {
    const CaseFolder folder;
    const std::string plainRest =
        R"("inputs": {"input": "in"}, "outputs": {"output": "out"}, )" + compare;
    const std::vector<std::string> bad{
        "17",
        "[]",
        "{}",
        R"({"name": 5})",
        R"({"name": "x", "network": "pix2pix.losses", "kind": "dance"})",
        "{" + netCase("../net.pth", plainRest, "b1") + "}",
        "{" + netCase("/etc/passwd", plainRest, "b2") + "}",
        "{" +
            netCase("net.pth",
                    R"("files": {"label": "a/../../b"}, "inputs": {},
              "outputs": {"output": "out"}, )" +
                        compare,
                    "b3") +
            "}",
        "{" +
            netCase("net.pth",
                    R"("inputs": {"input": "../x#in"},
              "outputs": {"output": "out"}, )" +
                        compare,
                    "b4") +
            "}",
        "{" +
            netCase("net.pth",
                    R"("inputs": {"input": {}}, "outputs": {"output": "out"}, )" + compare, "b5") +
            "}",
        "{" + netCase("net.pth", R"("inputs": {"input": "in"}, "outputs": {}, )" + compare, "b6") +
            "}",
        "{" +
            netCase("net.pth", R"("inputs": {"input": "in"}, "outputs": {"output": "out"},
              "compare": {"kind": "close"})",
                    "b7") +
            "}",
        "{" +
            netCase("net.pth", R"("inputs": {"input": "in"}, "outputs": {"output": "out"},
              "compare": {"kind": "max_abs", "tolerance": -1})",
                    "b8") +
            "}",
        "{" +
            netCase("net.pth",
                    R"("inputs": {"input": "in"}, "outputs": {"output": "out"},
              "views": {"output": [{"first": 1, "sample": 0}]}, )" +
                        compare,
                    "b9") +
            "}",
        "{" +
            netCase("net.pth",
                    R"("mode": "dream", "inputs": {"input": "in"},
              "outputs": {"output": "out"}, )" +
                        compare,
                    "b10") +
            "}",
    };
    std::string all;
    for (const std::string& one : bad) {
        all += one + ",\n";
    }
    const VerifySummary summary =
        folder.runAll(all + "{" + plainCase() + "},{" + plainCase() + "}");
    CHECK_EQUAL(summary.cases.size(), bad.size() + 2);
    for (std::size_t i = 0; i < bad.size(); ++i) {
        CHECK(summary.cases[i].status == Status::Failed);
        CHECK(!summary.cases[i].reason.empty());
    }
    CHECK(summary.cases[bad.size()].status == Status::Passed);
    // The same name again.
    CHECK(summary.cases[bad.size() + 1].status == Status::Failed);
    CHECK_EQUAL(summary.passed, 1U);
    CHECK_EQUAL(summary.failed, bad.size() + 1);
}

UNDERPAINT_TEST(what_is_no_index_is_refused) {
    const CaseFolder folder;
    for (const std::string& json : std::vector<std::string>{
             "", "[]", "{", R"({"schema": 2, "cases": []})", R"({"schema": 1})",
             R"({"schema": 1, "cases": {}})", std::string(100000, '['), "\xff\xfe"}) {
        CHECK_ERROR(listCases(folder.write(json)), "cases.json");
    }
    CHECK_ERROR(listCases(folder.path() / "absent.json"), "absent.json");
    CHECK_ERROR(listCases(folder.path()), folder.path().string());
}

UNDERPAINT_TEST(hostile_options_end_in_a_failed_case) {
    const CaseFolder folder;
    const auto function = [&](const std::string& name, const std::string& given,
                              const std::string& inputs) {
        return folder
            .run(R"("name": "h", "network": ")" + name + R"(", "kind": "procedure", "options": {)" +
                 given + R"(}, "data": "data.case.pt", "inputs": {)" + inputs +
                 R"(}, "outputs": {"x": "out"}, )" + compare)
            .status;
    };
    const std::string label = R"("label": "in.a", "inst": "in.a", "input": "in", "image_u8": "in")";
    CHECK(function("pix2pixhd.encode_input", R"("label_nc": 1e15)", label) == Status::Failed);
    CHECK(function("pix2pixhd.encode_input", R"("label_nc": 6, "use_instance": true)", label) ==
          Status::Failed);
    CHECK(function("pix2pixhd.average_pyramid", R"("levels": 1000000)", label) == Status::Failed);
    CHECK(function("pix2pixhd.average_pyramid", R"("levels": 16)", label) == Status::Failed);
    CHECK(function("image.resize_bicubic", R"("width": 1e9, "height": 4)", label) ==
          Status::Failed);
    CHECK(function("image.resize_nearest", R"("width": 4, "height": -4)", label) == Status::Failed);
    CHECK(function("pix2pix.train_step", R"("steps": 1e12)", label) == Status::Failed);
    CHECK(function("pix2pixhd.ui", R"("label_nc": 6, "operation": "explode")", label) ==
          Status::Failed);
}

UNDERPAINT_TEST(cases_are_chosen_by_name) {
    const CaseFolder folder;
    const auto index = folder.write(R"({"schema": 1, "cases": [{)" + plainCase() + "}, {" +
                                    netCase("net.pth",
                                            R"("inputs": {"input": "in"},
                                        "outputs": {"output": "out.wrong"}, )" +
                                                compare,
                                            "b.wrong") +
                                    "}, 3]}");
    const std::vector<std::string> names = listCases(index);
    CHECK_EQUAL(names.size(), 3U);
    CHECK_EQUAL(names[1], "b.wrong");
    CHECK_EQUAL(names[2], "case 3");
    VerifyOptions only;
    only.only = {"b*"};
    std::vector<std::string> seen;
    const VerifySummary summary =
        verifyCases(index, only, [&](const CaseResult& result) { seen.push_back(result.name); });
    CHECK_EQUAL(summary.failed, 1U);
    CHECK_EQUAL(summary.cases.size(), 1U);
    CHECK_EQUAL(seen.size(), 1U);
    only.only = {"zebra"};
    CHECK_ERROR(verifyCases(index, only), "zebra");
    VerifyOptions cancelled;
    cancelled.cancel.cancel();
    bool stopped = false;
    try {
        verifyCases(index, cancelled);
    } catch (const Cancelled&) {
        stopped = true;
    }
    CHECK(stopped);
    VerifyOptions nowhere;
    nowhere.device = "abacus";
    CHECK_ERROR(verifyCases(index, nowhere), "abacus");
}

UNDERPAINT_TEST(known_defects_are_excused_by_name_only) {
    const CaseFolder folder;
    const std::string rest = R"("inputs": {"input": "in"},
        "outputs": {"output": "out", "output@2": "out.wrong"}, )";
    CHECK(folder.run(netCase("net.pth", rest + compare)).status == Status::Failed);
    const CaseResult excused =
        folder.run(netCase("net.pth", R"("official_defects": ["output@2"], )" + rest + compare));
    CHECK(excused.status == Status::Passed);
    CHECK(excused.reason.find("defect") != std::string::npos);
    CHECK(folder.run(netCase("net.pth", R"("official_defects": ["else"], )" + rest + compare))
              .status == Status::Failed);
}

} // namespace verify_test
