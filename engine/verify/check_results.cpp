// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/verify/check_results.h"

#include "engine/base/glob.h"
#include "engine/train/optimise/adam.h"
#include "engine/verify/compare.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace underpaint::verify {

namespace {

/// "stepN.after.NET.KEY" taken apart.
struct AfterName {
    std::string step;
    std::string role;
    std::string key;
};

std::optional<AfterName> afterName(const std::string& name) {
    const auto dot = name.find(".after.");
    if (!name.starts_with("step") || dot == std::string::npos) {
        return std::nullopt;
    }
    const std::string rest = name.substr(dot + 7);
    const auto end = rest.find('.');
    if (end == std::string::npos) {
        return std::nullopt;
    }
    return AfterName{name.substr(0, dot), rest.substr(0, end), rest.substr(end + 1)};
}

class Checker {
public:
    Checker(CaseContext& context, CaseFiles& files, const Evaluation& evaluation)
        : m_case(context.parityCase()),
          m_context(context),
          m_files(files),
          m_evaluation(evaluation) {}

    ResultCheck check(const std::string& name, const TensorSource& source, bool intermediate) {
        ResultCheck result;
        result.name = name;
        result.intermediate = intermediate;
        const std::string base = name.substr(0, name.find('@'));
        const auto computed = m_evaluation.results.find(base);
        if (computed == m_evaluation.results.end()) {
            result.status = intermediate ? Status::Skipped : Status::Failed;
            result.difference = std::numeric_limits<double>::infinity();
            result.text = "this program computes no such value";
            return result;
        }
        compare(name, source, computed->second, "", result);
        const auto rendered = m_evaluation.rendered.find(base);
        if (rendered != m_evaluation.rendered.end() && result.status == Status::Passed) {
            ResultCheck other = result;
            compare(name, source, rendered->second, "by the renderer's operators", other);
            if (other.status == Status::Failed || other.difference > result.difference) {
                result = other;
            }
        }
        excuse(name, base, result);
        return result;
    }

private:
    void compare(const std::string& name, const TensorSource& source, const at::Tensor& computed,
                 const std::string& how, ResultCheck& result) {
        const Rule& rule = m_case.compare.ruleFor(name);
        const at::Tensor stored = m_files.tensor(source, m_case.data);
        const std::optional<AdamReference> adam = adamReference(name, rule);
        const auto views = m_case.views.find(name);
        const at::Tensor value =
            views == m_case.views.end() ? computed : applyViews(computed, views->second);
        const Difference difference = compareTensors(value, stored, rule, adam ? &*adam : nullptr);
        result.status = difference.passed ? Status::Passed : Status::Failed;
        result.kind = compareKindName(rule.kind);
        result.difference = difference.measured;
        result.tolerance = difference.tolerance;
        result.text = difference.text;
        if (!how.empty()) {
            result.text += (result.text.empty() ? "" : ", ") + how;
        }
    }

    /// A known defect of the official code need not be reproduced.
    void excuse(const std::string& name, const std::string& base, ResultCheck& result) const {
        const bool defect = std::ranges::any_of(m_case.officialDefects, [&](const auto& pattern) {
            return matchesPattern(name, pattern) || matchesPattern(base, pattern);
        });
        if (!defect || result.status != Status::Failed) {
            return;
        }
        result.status = Status::Skipped;
        result.text = m_evaluation.deliberate.empty()
                          ? "the stored value reproduces a defect of the official program"
                          : m_evaluation.deliberate;
    }

    std::optional<AdamReference> adamReference(const std::string& name, const Rule& rule) {
        const std::optional<AfterName> after = afterName(name);
        if (rule.kind != CompareKind::AdamUpdate || !after) {
            return std::nullopt;
        }
        AdamReference reference;
        const std::string gradients = after->step + ".grad." + after->role + ".";
        const auto own = m_case.outputs.find(gradients + after->key);
        if (own != m_case.outputs.end()) {
            reference.gradient = m_files.tensor(own->second, m_case.data);
        }
        reference.largestGradient = largestGradient(gradients);
        reference.before = initialWeights(after->role).at(after->key);
        reference.learningRate = m_context.number("lr", train::AdamOptions().learningRate);
        return reference;
    }

    double largestGradient(const std::string& prefix) {
        const auto it = m_largest.find(prefix);
        if (it != m_largest.end()) {
            return it->second;
        }
        double largest = 0;
        for (const auto& [name, source] : m_case.outputs) {
            if (name.starts_with(prefix)) {
                const at::Tensor gradient = m_files.tensor(source, m_case.data);
                largest = gradient.numel() == 0
                              ? largest
                              : std::max(largest, gradient.abs().max().item<double>());
            }
        }
        return m_largest[prefix] = largest;
    }

    const nets::ParamStore& initialWeights(const std::string& role) {
        const auto it = m_weights.find(role);
        return it != m_weights.end()
                   ? it->second
                   : m_weights.emplace(role, m_context.weights(role)).first->second;
    }

    const ParityCase& m_case;
    CaseContext& m_context;
    CaseFiles& m_files;
    const Evaluation& m_evaluation;
    std::map<std::string, double> m_largest;
    std::map<std::string, nets::ParamStore> m_weights;
};

/// Names of the case's internal values in the order of computation, the others after them.
std::vector<std::string> internalNames(const ParityCase& parityCase, const Evaluation& evaluation) {
    std::vector<std::string> names;
    std::set<std::string> seen;
    const auto add = [&](const std::string& name) {
        if (parityCase.intermediates.contains(name) && seen.insert(name).second) {
            names.push_back(name);
        }
    };
    for (const std::string& name : evaluation.order) {
        add(name);
    }
    for (const auto& [name, source] : parityCase.intermediates) {
        add(name);
    }
    return names;
}

} // namespace

std::vector<ResultCheck> checkResults(CaseContext& context, CaseFiles& files,
                                      const Evaluation& evaluation) {
    const ParityCase& parityCase = context.parityCase();
    Checker checker(context, files, evaluation);
    std::vector<ResultCheck> checks;
    for (const std::string& name : internalNames(parityCase, evaluation)) {
        checks.push_back(
            checker.check(name, parityCase.intermediates.at(name), /*intermediate=*/true));
    }
    for (const auto& [name, source] : parityCase.outputs) {
        checks.push_back(checker.check(name, source, /*intermediate=*/false));
    }
    return checks;
}

} // namespace underpaint::verify
