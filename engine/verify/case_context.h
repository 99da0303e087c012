// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"
#include "engine/nets/run/precision.h"
#include "engine/verify/case_files.h"
#include "engine/verify/parity_case.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace underpaint::verify {

/// Thrown when this build cannot run a case at all: the case is skipped, with this reason.
class NotAvailable : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Where networks are computed.
struct Place {
    at::Device device = at::kCPU;
    nets::Precision precision = nets::Precision::Fp32;
};

/// One case at work: typed access to its options, arguments, files and networks. All tensors are
/// on the place's device. Everything throws Error that names the option, argument or file.
class CaseContext {
public:
    CaseContext(const ParityCase& parityCase, CaseFiles& files, Place place)
        : m_case(parityCase), m_files(files), m_place(place) {}

    const ParityCase& parityCase() const { return m_case; }
    const Place& place() const { return m_place; }
    bool trainMode() const { return m_case.trainMode; }

    bool hasOption(const std::string& name) const;
    /// An option, or the argument of that name with one element, or `fallback`.
    double number(const std::string& name, std::optional<double> fallback = {});
    std::int64_t integer(const std::string& name, std::int64_t low, std::int64_t high,
                         std::optional<std::int64_t> fallback = {});
    bool flag(const std::string& name, bool fallback = false) const;
    std::string text(const std::string& name, std::optional<std::string> fallback = {}) const;
    /// Empty when the option is absent.
    std::vector<double> numbers(const std::string& name) const;

    bool hasInput(const std::string& name) const { return m_case.inputs.contains(name); }
    at::Tensor input(const std::string& name);
    /// All arguments, and those of every warm-up pass.
    /// @{
    nets::TensorMap inputs();
    std::vector<nets::TensorMap> warmup();
    /// @}
    /// An argument that must be (N, C, H, W).
    at::Tensor picture(const std::string& name);
    /// A short list of whole numbers, such as a click.
    std::vector<std::int64_t> integersOf(const std::string& name, std::size_t count);

    bool hasFile(const std::string& argument) const { return m_case.files.contains(argument); }
    std::filesystem::path file(const std::string& argument) const;

    bool hasRole(const std::string& role) const { return m_case.networks.contains(role); }
    nets::Network network(const std::string& role) const;
    /// All weights of the role's network, loaded strictly: every key of the file and of the
    /// network must match, but for those that the case tells to ignore.
    nets::ParamStore weights(const std::string& role);
    /// A role whose weights are no network of ours (VGG); nothing when it has no file.
    std::optional<nets::ParamStore> foreignWeights(const std::string& role);

    /// True when an output or intermediate of the case starts with the text.
    bool asksFor(const std::string& prefix) const;

private:
    nets::TensorMap tensors(const std::map<std::string, TensorSource>& sources);
    const project::OptionValue* option(const std::string& name) const;
    std::string weightFile(const std::string& role) const;

    const ParityCase& m_case;
    CaseFiles& m_files;
    Place m_place;
};

} // namespace underpaint::verify
