// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/verify/verify.h"

#include "engine/base/error.h"
#include "engine/base/glob.h"
#include "engine/nets/run/device.h"
#include "engine/verify/run_case.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>

#include <algorithm>

namespace underpaint::verify {

namespace {

/// LibTorch's settings are the process's: set for the cases, put back afterwards.
class TorchSettings {
public:
    explicit TorchSettings(int threads)
        : m_threads(at::get_num_threads()),
          m_blas(at::globalContext().allowTF32CuBLAS()),
          m_dnn(at::globalContext().allowTF32CuDNN()) {
        nets::setThreads(threads);
        setTf32(false, false);
    }
    TorchSettings(const TorchSettings&) = delete;
    TorchSettings& operator=(const TorchSettings&) = delete;
    ~TorchSettings() {
        at::set_num_threads(m_threads);
        setTf32(m_blas, m_dnn);
    }

private:
    static void setTf32(bool blas, bool dnn) {
        at::globalContext().setAllowTF32CuBLAS(blas);
        at::globalContext().setAllowTF32CuDNN(dnn);
    }

    int m_threads;
    bool m_blas;
    bool m_dnn;
};

std::vector<IndexEntry> chosen(std::vector<IndexEntry> entries,
                               const std::vector<std::string>& only,
                               const std::filesystem::path& path) {
    if (only.empty()) {
        return entries;
    }
    const auto wanted = [&](const IndexEntry& entry) {
        return std::ranges::any_of(
            only, [&](const auto& pattern) { return matchesPattern(entry.name, pattern); });
    };
    std::erase_if(entries, [&](const IndexEntry& entry) { return !wanted(entry); });
    if (entries.empty()) {
        throw Error("no case has the name " + only.front(), path.string(),
                    "Call verify with --list to see the names");
    }
    return entries;
}

Place placeOf(const VerifyOptions& options) {
    const bool automatic = options.precision == nets::Precision::Auto;
    return {nets::deviceFromName(options.device == "auto" ? "cpu" : options.device),
            automatic ? nets::Precision::Fp32 : options.precision};
}

} // namespace

std::string statusName(Status status) {
    switch (status) {
    case Status::Passed:
        return "passed";
    case Status::Failed:
        return "failed";
    case Status::Skipped:
        return "skipped";
    }
    throw Error("unknown status");
}

std::vector<std::string> listCases(const std::filesystem::path& path) {
    std::vector<std::string> names;
    for (const IndexEntry& entry : readIndex(path)) {
        names.push_back(entry.name);
    }
    return names;
}

VerifySummary verifyCases(const std::filesystem::path& path, const VerifyOptions& options,
                          const CaseSink& sink) {
    const std::vector<IndexEntry> entries = chosen(readIndex(path), options.only, path);
    const Place place = placeOf(options);
    const TorchSettings settings(options.threads);
    CaseFiles files(path.parent_path());
    VerifySummary summary;
    for (const IndexEntry& entry : entries) {
        options.cancel.check();
        CaseResult result = runCase(entry, files, place);
        switch (result.status) {
        case Status::Passed:
            ++summary.passed;
            break;
        case Status::Failed:
            ++summary.failed;
            break;
        case Status::Skipped:
            ++summary.skipped;
            break;
        }
        if (sink) {
            sink(result);
        }
        summary.cases.push_back(std::move(result));
    }
    return summary;
}

} // namespace underpaint::verify
