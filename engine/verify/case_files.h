// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"
#include "engine/project/tensors/tensor_file.h"
#include "engine/verify/parity_case.h"

#include <filesystem>
#include <map>
#include <string>

namespace underpaint::verify {

/// The files beside an index; tensor files are opened once.
class CaseFiles {
public:
    explicit CaseFiles(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    /// The path of a file of the index; throws Error when it would leave the folder.
    std::filesystem::path path(const std::string& name) const;
    /// A PyTorch file. Throws Error.
    const project::TensorFile& tensors(const std::string& name);
    /// The tensor (or the concatenation on axis 1 of several) on the CPU; keys without a file are
    /// looked up in `dataFile`. Throws Error naming what is missing.
    at::Tensor tensor(const TensorSource& source, const std::string& dataFile);

private:
    std::filesystem::path m_folder;
    std::map<std::string, project::TensorFile> m_open;
};

} // namespace underpaint::verify
