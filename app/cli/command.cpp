// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"

#include "app/cli/arguments.h"
#include "engine/base/error.h"

#include <CLI/CLI.hpp>

#include <limits>

namespace underpaint::app {

nets::Precision CommonOptions::precision() const {
    if (precisionName == "auto") {
        return nets::Precision::Auto;
    }
    if (precisionName == "fp32") {
        return nets::Precision::Fp32;
    }
    if (precisionName == "bf16") {
        return nets::Precision::Bf16;
    }
    if (precisionName == "fp16") {
        return nets::Precision::Fp16;
    }
    throw Error("is no precision", "--precision " + precisionName,
                "Precisions are auto, fp32, bf16 and fp16");
}

namespace {

/// Before the text becomes a number: signs and numbers that are too large would wrap around.
std::string seedProblem(const std::string& text) {
    try {
        parseNumber(text, std::numeric_limits<std::uint64_t>::max(), "--seed");
        return {};
    } catch (const Error& error) {
        return error.problem();
    }
}

} // namespace

Command::Command(CLI::App& parent, const std::string& name, const std::string& description,
                 const std::string& example)
    : m_app(parent.add_subcommand(name, description)) {
    m_app->footer("Example:\n" + example);
    const auto common = [](CLI::Option* option) { option->group("Common options"); };
    // The last one counts, so that scripts can add to a list of arguments.
    const auto value = [&](CLI::Option* option) { common(option->take_last()); };
    common(m_app->add_flag("--json", m_common.json, "Print one JSON object and nothing else"));
    value(m_app->add_option("--device", m_common.device, "auto, cpu, cuda or cuda:N"));
    value(m_app->add_option("--precision", m_common.precisionName, "auto, fp32, bf16 or fp16"));
    value(
        m_app
            ->add_option("--threads", m_common.threads, "Threads to compute with; 0 = one per core")
            ->check(CLI::Range(0, 1024)));
    value(m_app->add_option("--seed", m_common.seed, "Seed of every random draw")
              ->check(seedProblem, "0 .. 18446744073709551615"));
    value(m_app
              ->add_option("--cpu-features", m_common.cpuFeatures,
                           "Computes with these instructions of the processor at most: auto, "
                           "portable, avx2, avx512 or avx512fp16")
              ->check(CLI::IsMember({"auto", "portable", "avx2", "avx512", "avx512fp16"})));
    common(m_app->add_flag("-v,--verbose", m_common.verbosity, "Say more"));
    common(m_app->add_flag("-q,--quiet", m_common.quiet, "Say nothing but errors and results"));
}

bool Command::chosen() const {
    return m_app->parsed();
}

} // namespace underpaint::app
