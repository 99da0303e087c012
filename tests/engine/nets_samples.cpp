// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/nets_samples.h"

#include "engine/base/atomic_file.h"
#include "engine/base/random.h"
#include "tests/engine/project_samples.h"

#include <memory>
#include <string_view>
#include <utility>

namespace underpaint::test {

at::Tensor randomTensor(const std::vector<std::int64_t>& shape, std::uint64_t seed) {
    Random random(seed);
    at::Tensor tensor = at::empty(shape, at::kFloat);
    float* values = tensor.data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i) {
        values[i] = static_cast<float>(random.uniform() * 2 - 1);
    }
    return tensor;
}

namespace {

std::vector<std::int64_t> rowMajorStrides(const at::Tensor& tensor) {
    return tensor.contiguous().strides().vec();
}

} // namespace

project::TensorFile tensorFile(const nets::TensorMap& tensors) {
    auto kept = std::make_shared<std::vector<at::Tensor>>();
    std::vector<project::StoredTensor> stored;
    std::size_t bytes = 0;
    for (const auto& [name, given] : tensors) {
        const at::Tensor tensor = given.contiguous().clone();
        kept->push_back(tensor);
        bytes += tensor.nbytes();
        const bool whole = tensor.scalar_type() == at::kLong;
        stored.push_back({name,
                          whole ? project::ElementType::I64 : project::ElementType::F32,
                          tensor.sizes().vec(),
                          tensor.strides().vec(),
                          {static_cast<const std::byte*>(tensor.data_ptr()), tensor.nbytes()}});
    }
    return {"memory", bytes, std::move(stored), kept};
}

void writeCheckpoint(const std::filesystem::path& path, const nets::TensorMap& tensors) {
    std::vector<std::pair<std::string, std::string>> items;
    std::vector<StorageBytes> storages;
    for (const auto& [name, given] : tensors) {
        const at::Tensor tensor = given.to(at::kFloat).contiguous();
        const std::string key = std::to_string(storages.size());
        pickled::TensorSpec spec;
        spec.key = key;
        spec.count = tensor.numel();
        spec.shape = tensor.sizes().vec();
        spec.strides = rowMajorStrides(tensor);
        items.emplace_back(pickled::text(name), pickled::tensor(spec));
        storages.push_back(
            {key, tensor.numel(),
             std::string(static_cast<const char*>(tensor.data_ptr()), tensor.nbytes())});
    }
    writeFileAtomically(path, std::string_view(legacyCheckpoint(pickled::dict(items), storages)));
}

std::set<std::string> keysOf(const nets::Network& network) {
    std::set<std::string> keys;
    for (const nets::ParamSpec& spec : network.parameters()) {
        keys.insert(spec.key);
    }
    return keys;
}

project::Options smallPatch(const std::string& norm) {
    return {{"input_nc", std::int64_t{3}},
            {"ndf", std::int64_t{4}},
            {"n_layers", std::int64_t{3}},
            {"norm", norm}};
}

} // namespace underpaint::test
