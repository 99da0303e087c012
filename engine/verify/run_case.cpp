// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/verify/run_case.h"

#include "engine/base/error.h"
#include "engine/translate/torch_border.h"
#include "engine/verify/check_results.h"
#include "engine/verify/evaluation.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>
#include <sstream>
#include <utility>

namespace underpaint::verify {

namespace {

bool isOurNetwork(const std::string& name) {
    const std::vector<std::string> names = nets::Network::names();
    return std::ranges::find(names, name) != names.end();
}

/// Throws NotAvailable for what belongs to other systems.
void checkAvailable(const ParityCase& parityCase) {
    const bool known = parityCase.kind == CaseKind::Network
                           ? isOurNetwork(parityCase.network)
                           : evaluatorOf(parityCase.network) != nullptr;
    if (!known) {
        throw NotAvailable(parityCase.network + " is known to no system");
    }
    for (const auto& [role, network] : parityCase.networks) {
        if (!isOurNetwork(network.network)) {
            throw NotAvailable(network.network + " is known to no system");
        }
    }
}

Evaluation evaluated(CaseContext& context) {
    const ParityCase& parityCase = context.parityCase();
    return parityCase.kind == CaseKind::Network ? evaluateNetwork(context)
                                                : evaluatorOf(parityCase.network)(context);
}

/// How much of its tolerance a result uses up; more than 1 fails.
double usedUp(const ResultCheck& check) {
    if (check.difference == 0) {
        return 0;
    }
    return check.tolerance > 0 ? check.difference / check.tolerance
                               : std::numeric_limits<double>::infinity();
}

/// The result to show for the case: a failed one before a passed one, then the worst.
const ResultCheck* worst(const std::vector<ResultCheck>& checks) {
    const ResultCheck* found = nullptr;
    for (const ResultCheck& check : checks) {
        if (check.status == Status::Skipped || check.kind.empty()) {
            continue;
        }
        const bool worse =
            found == nullptr || std::pair(check.status == Status::Failed, usedUp(check)) >
                                    std::pair(found->status == Status::Failed, usedUp(*found));
        found = worse ? &check : found;
    }
    return found;
}

std::string measuredText(const ResultCheck& check) {
    std::ostringstream text;
    text.precision(3);
    text << check.name << ": " << check.difference << " of " << check.tolerance << " ("
         << check.kind << ")";
    return text.str();
}

void append(std::string& text, const std::string& more) {
    text += (text.empty() || more.empty() ? "" : "; ") + more;
}

/// Names the failed results, at most a few, and where the first internal value goes astray.
std::string failureText(const std::vector<ResultCheck>& checks) {
    constexpr std::size_t shown = 4;
    std::string text;
    std::size_t failed = 0;
    const ResultCheck* firstInternal = nullptr;
    for (const ResultCheck& check : checks) {
        if (check.status != Status::Failed) {
            continue;
        }
        if (check.intermediate && firstInternal == nullptr) {
            firstInternal = &check;
        }
        if (++failed <= shown) {
            append(text, (check.kind.empty() ? check.name : measuredText(check)) +
                             (check.text.empty() ? "" : ": " + check.text));
        }
    }
    if (failed > shown) {
        append(text, "and " + std::to_string(failed - shown) + " more results");
    }
    if (firstInternal != nullptr) {
        append(text, "the first internal value that differs is " + firstInternal->name);
    }
    return text;
}

std::string skippedText(const std::vector<ResultCheck>& checks) {
    std::string text;
    for (const ResultCheck& check : checks) {
        if (check.status == Status::Skipped) {
            append(text, check.name + " not compared: " + check.text);
        }
    }
    return text;
}

void conclude(CaseResult& result) {
    const auto any = [&](Status status) {
        return std::ranges::any_of(result.checks, [=](const ResultCheck& check) {
            return check.status == status && !(check.intermediate && status == Status::Passed);
        });
    };
    if (const ResultCheck* shown = worst(result.checks)) {
        result.difference = shown->difference;
        result.tolerance = shown->tolerance;
        result.measured = measuredText(*shown);
    }
    if (any(Status::Failed)) {
        result.status = Status::Failed;
        result.reason = failureText(result.checks);
    } else {
        result.status = any(Status::Passed) ? Status::Passed : Status::Skipped;
        result.reason = skippedText(result.checks);
    }
}

void compute(const ParityCase& parityCase, CaseFiles& files, Place place, CaseResult& result) {
    checkAvailable(parityCase);
    CaseContext context(parityCase, files, place);
    translate::atTorchBorder([&] {
        const Evaluation evaluation = evaluated(context);
        result.checks = checkResults(context, files, evaluation);
    });
    conclude(result);
}

} // namespace

CaseResult runCase(const IndexEntry& entry, CaseFiles& files, Place place) {
    CaseResult result;
    result.name = entry.name;
    result.network = entry.network;
    const auto start = std::chrono::steady_clock::now();
    try {
        if (!entry.parityCase) {
            throw Error(entry.problem);
        }
        compute(*entry.parityCase, files, place, result);
    } catch (const NotAvailable& reason) {
        result.status = Status::Skipped;
        result.reason = reason.what();
    } catch (const Error& error) {
        result.status = Status::Failed;
        result.reason = error.message();
    }
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    result.seconds = spent.count();
    return result;
}

} // namespace underpaint::verify
