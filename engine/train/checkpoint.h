// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/weights/tensors_to_write.h"
#include "engine/train/optimise/adam.h"
#include "engine/train/optimise/trained_network.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace underpaint::train {

/// Collects the state of a training run and writes it as one safetensors file, atomically.
class CheckpointWriter {
public:
    void add(const std::string& group, const nets::ParamStore& weights);
    /// `names` in the order of the moments.
    void add(const std::string& group, const std::vector<std::string>& names,
             const std::vector<AdamMoments>& moments);
    void set(const std::string& key, const std::string& value) { m_facts[key] = value; }
    /// As the shortest text that gives the same number back.
    void setNumber(const std::string& key, double value);
    void write(const std::filesystem::path& path) const;

private:
    nets::TensorsToWrite m_tensors;
    std::map<std::string, std::string> m_facts;
};

/// Reads such a file. Everything that is missing, damaged or of another shape throws Error.
class CheckpointReader {
public:
    explicit CheckpointReader(const std::filesystem::path& path);

    bool has(const std::string& key) const { return m_file.metadata().contains(key); }
    const std::string& fact(const std::string& key) const;
    std::int64_t integer(const std::string& key) const;
    double number(const std::string& key) const;
    /// Throws Error with `remedy` unless the stored value is this one.
    void require(const std::string& key, const std::string& value, const std::string& remedy) const;

    /// Overwrites the values of `weights` in place.
    void read(const std::string& group, const nets::ParamStore& weights) const;
    /// All tensors of a group; none where there is no such group.
    nets::ParamStore all(const std::string& group) const;
    std::vector<AdamMoments> moments(const std::string& group,
                                     const std::vector<std::string>& names) const;

private:
    at::Tensor tensor(const std::string& name) const;

    project::TensorFile m_file;
};

} // namespace underpaint::train
