// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/verify/case_files.h"

#include "engine/base/error.h"
#include "engine/nets/weights/load_weights.h"
#include "engine/project/tensors/torch_file.h"

#include <algorithm>
#include <vector>

namespace underpaint::verify {

std::filesystem::path CaseFiles::path(const std::string& name) const {
    checkInsideFolder(name);
    return m_folder / name;
}

const project::TensorFile& CaseFiles::tensors(const std::string& name) {
    const auto it = m_open.find(name);
    return it != m_open.end()
               ? it->second
               : m_open.emplace(name, project::readTorchFile(path(name))).first->second;
}

at::Tensor CaseFiles::tensor(const TensorSource& source, const std::string& dataFile) {
    std::vector<at::Tensor> parts;
    for (const std::string& key : source) {
        const auto hash = key.find('#');
        const std::string file = hash == std::string::npos ? dataFile : key.substr(0, hash);
        const std::string name = hash == std::string::npos ? key : key.substr(hash + 1);
        if (file.empty()) {
            throw Error("the case has no data file for the tensor \"" + name + "\"", "data");
        }
        const project::StoredTensor* stored = tensors(file).find(name);
        if (stored == nullptr) {
            throw Error("there is no tensor \"" + name + "\"", file);
        }
        parts.push_back(nets::toTensor(*stored));
    }
    if (parts.size() == 1) {
        return parts.front();
    }
    const auto fits = [&](const at::Tensor& part) {
        if (part.dim() != parts.front().dim() || part.dim() < 2) {
            return false;
        }
        for (std::int64_t axis = 0; axis < part.dim(); ++axis) {
            if (axis != 1 && part.size(axis) != parts.front().size(axis)) {
                return false;
            }
        }
        return true;
    };
    if (!std::ranges::all_of(parts, fits)) {
        throw Error("tensors of different sizes cannot be joined on their channels",
                    source.front());
    }
    return at::cat(parts, 1);
}

} // namespace underpaint::verify
