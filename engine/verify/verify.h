// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/nets/run/precision.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

/// Numeric parity with the official implementations: runs the cases of an index (`cases.json`,
/// schema 1), each a network, function or procedure with stored inputs and expected results.
namespace underpaint::verify {

enum class Status { Passed, Failed, Skipped };
/// "passed", "failed", "skipped".
std::string statusName(Status status);

/// One result of a case against its stored value.
struct ResultCheck {
    std::string name;
    Status status = Status::Passed;
    /// How it was compared: "max_abs", "u8" …; empty when there was nothing to compare.
    std::string kind;
    /// In the unit of `tolerance`; infinity when the values are not comparable at all.
    double difference = 0;
    double tolerance = 0;
    /// One of the case's `intermediates`: internal values that help to find a difference.
    bool intermediate = false;
    /// Why it failed or was skipped, or what the difference means.
    std::string text;
};

struct CaseResult {
    std::string name;
    std::string network;
    Status status = Status::Failed;
    /// Of the result that comes closest to its tolerance, or exceeds it most.
    double difference = 0;
    double tolerance = 0;
    /// The same in words: "output: 1.2e-06 of 0.0001 (max_abs)".
    std::string measured;
    double seconds = 0;
    /// Why it failed or was skipped; empty when it passed in every respect.
    std::string reason;
    std::vector<ResultCheck> checks;
};

struct VerifyOptions {
    /// Names of cases, `*` stands for any characters; empty = all.
    std::vector<std::string> only;
    /// Of the product's rendering path. The tolerances are meant for Fp32, which Auto means here.
    nets::Precision precision = nets::Precision::Auto;
    /// cpu, cuda or cuda:N; "auto" is the CPU, for which the tolerances are stated. TF32 is off.
    std::string device = "auto";
    int threads = 0; ///< 0 = one per core
    CancelToken cancel;
};

struct VerifySummary {
    std::size_t passed = 0;
    std::size_t failed = 0;
    std::size_t skipped = 0;
    std::vector<CaseResult> cases;
};

/// Called after each case, in the order of the file.
using CaseSink = std::function<void(const CaseResult&)>;

/// Names of the cases, in the order of the file; a case without a name is listed as "case N".
/// Throws Error when the file is not an index of schema 1.
std::vector<std::string> listCases(const std::filesystem::path& path);

/// Runs the cases. Whatever is wrong with one case (also in the index) makes that case fail;
/// networks that this program does not have are skipped, never passed. Throws Error when the file
/// is no index, when no case has a name of `only`, or when the device is not there; Cancelled
/// between cases.
VerifySummary verifyCases(const std::filesystem::path& path, const VerifyOptions& options,
                          const CaseSink& sink = {});

} // namespace underpaint::verify
