// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/tensors/tensor_file.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::project {

/// Reads a PyTorch checkpoint: the legacy container (before 1.6) or the zip container; a state
/// dictionary (ordered or plain, with or without `_metadata`), a dictionary name -> tensor (golden
/// `*.case.pt`), or a training dictionary that holds one of these, under any name and however deep.
/// Python 2 strings, old `_rebuild_tensor`, parameters, shared and strided storages are understood.
/// Nothing of the file is executed. Entries of a dictionary of tensors that are no tensors are left
/// out. Throws Error naming what is not understood.
TensorFile readTorchFile(const std::filesystem::path& path);

/// The same for content that is in memory already; `owner` keeps it alive, `path` is for errors.
TensorFile parseTorchFile(std::span<const std::byte> content,
                          const std::shared_ptr<const void>& owner,
                          const std::filesystem::path& path);

/// Every set of weights that a checkpoint holds, by the keys that lead to it ("g_ema"; empty for
/// the whole). Throws Error when there is none.
struct TensorSet {
    std::string name;
    TensorFile file;
};
std::vector<TensorSet> parseTorchSets(std::span<const std::byte> content,
                                      const std::shared_ptr<const void>& owner,
                                      const std::filesystem::path& path);

/// The same tensors without the prefix "module." that a checkpoint of a wrapped (DataParallel)
/// network carries on all its names; unchanged when any name lacks it.
TensorFile stripModulePrefix(const TensorFile& file);

/// The tensors whose names begin with `prefix`, without it. With `all` the file is unchanged when
/// any name lacks it.
TensorFile withPrefix(const TensorFile& file, std::string_view prefix, bool all);

} // namespace underpaint::project
